namespace ConvNotebooks.Tests.Training.SameBits;

/// <summary>200 steps by the usual algorithms, and what a mismatch tells.</summary>
[Collection(ComputeSettings.Name)]
public sealed class SameTrainingBitsTests() : SameTrainingBits("training", SameBitsTraining.Usual, Stored)
{
    /// <summary>
    /// Of <c>dotnet run --project tests/ConvNotebooks.Tests -- training 1</c>. It changes only when the order of operations of a routine
    /// is changed on purpose; the changelog says so then.
    /// </summary>
    private const string Stored = "084e63db6b74f7786bf1ec45619701c54b0a6b8be75ac85f2f1ca6acb32a7960";

    /// <summary>What a failure of these tests shows, with a child process that goes wrong on purpose.</summary>
    [Fact]
    public async Task A_mismatch_is_traced_to_the_first_step_and_layer_and_both_tensors_are_kept()
    {
        var message = SameBitsDiagnosis.Explain(SameBitsTraining.Usual, Folder.Path, trace => Child("NUDGE=150", "2", trace).GetAwaiter().GetResult());
        Assert.Matches(@"^step 151, conv2, weights: [0-9a-f]{16}… in one run, [0-9a-f]{16}… in the other\. Both are kept: ", message);
        Tensor here = Safetensors.Read(Folder.File("here.safetensors")).Tensors["weights"], there = Safetensors.Read(Folder.File("there.safetensors")).Tensors["weights"];
        Assert.Equal(1, Enumerable.Range(0, here.Values.Length).Count(i => here.Values[i] != there.Values[i]));
        Assert.NotEqual([Stored], await Child("NUDGE=150", "2"));
    }
}

/// <summary>40 steps in which Winograd computes convolutions, forward and backward; they have bits of their own.</summary>
[Collection(ComputeSettings.Name)]
public sealed class SameWinogradTrainingBitsTests() : SameTrainingBits("winograd-training", SameBitsTraining.Winograd, Stored)
{
    /// <summary>Of <c>dotnet run --project tests/ConvNotebooks.Tests -- winograd-training 1</c>, likewise.</summary>
    private const string Stored = "ad68be3fd0066962d780064dfbd359d2c4406e903fb2a8f573823735a4d08e37";

    [Fact]
    public void One_number_at_a_time_gives_the_stored_bits()
    {
        using var _ = ComputeSettings.Use(0, 2);
        Assert.Equal(Stored, SameBitsTraining.Winograd.Run());
    }

    [Fact]
    public void The_usual_algorithms_give_others()
    {
        var usual = new SameBitsTraining { Notation = SameBitsTraining.Winograd.Notation, Steps = SameBitsTraining.Winograd.Steps };
        Assert.NotEqual(Stored, usual.Run());
    }
}
