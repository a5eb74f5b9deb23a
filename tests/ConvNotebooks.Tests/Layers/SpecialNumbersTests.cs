namespace ConvNotebooks.Tests.Layers;

/// <summary>
/// NaN, infinities and subnormal numbers flow through the layers as IEEE 754 says: what a window sees it keeps, what it does not
/// see it never meets, and nothing is flushed to zero. The tests of the routines hold every bit of it to the nested loops.
/// </summary>
public class SpecialNumbersTests
{
    private const float Subnormal = 1e-40f;

    /// <summary>An input with one strange pixel in the middle: layer, pixel, what comes where it is seen.</summary>
    [Theory]
    [InlineData("CONV 20 3x3 p1", float.NaN, float.NaN, 9)]
    [InlineData("CONV 20 3x3 p1", float.PositiveInfinity, float.PositiveInfinity, 9)]
    [InlineData("CONV 20 3x3 p1 g5", float.NegativeInfinity, float.NegativeInfinity, 9)]
    [InlineData("CONV 5 3x3 p1 g5", float.NaN, float.NaN, 9)]
    [InlineData("LOCAL 2 3x3 p1", float.NaN, float.NaN, 9)]
    [InlineData("LOCAL 2 3x3 p1", float.PositiveInfinity, float.PositiveInfinity, 9)]
    [InlineData("POOL 3 s1 p1", float.NaN, float.NaN, 9)]
    [InlineData("POOL 3 s1 p1", float.PositiveInfinity, float.PositiveInfinity, 9)]
    [InlineData("AVGPOOL 3 s1 p1", float.NaN, float.NaN, 9)]
    [InlineData("AVGPOOL 3 s1 p1", float.NegativeInfinity, float.NegativeInfinity, 9)]
    [InlineData("L2POOL 3 s1 p1", float.NaN, float.NaN, 9)]
    [InlineData("L2POOL 3 s1 p1", float.NegativeInfinity, float.PositiveInfinity, 9)]
    [InlineData("RELU", float.NaN, float.NaN, 1)]
    [InlineData("RELU", float.PositiveInfinity, float.PositiveInfinity, 1)]
    [InlineData("RELU", Subnormal, Subnormal, 1)]
    [InlineData("LEAKY 1", -Subnormal, -Subnormal, 1)]
    [InlineData("SOFTMAX", float.NaN, float.NaN, 1)]
    [InlineData("SOFTMAX", float.PositiveInfinity, float.NaN, 1)]
    public void A_strange_pixel_reaches_the_outputs_that_see_it_and_no_other(string notation, float pixel, float seen, int places)
    {
        var network = Network.Parse($"INPUT 9x9x5 -> {notation}");
        // With weights of 1 an infinity keeps its sign.
        foreach (var parameter in network.Stages[0].Layer.Parameters)
            parameter.Value.Edit().Fill(1);

        var input = new Tensor(1, 5, 9, 9);
        input.Edit().Fill(0.5f);
        input[0, 2, 4, 4] = pixel;
        var output = network.Predict(input);
        for (var c = 0; c < output.Shape.C; c++)
        {
            var strange = Enumerable.Range(0, 81).Where(i => output[0, c, i / 9, i % 9].Equals(seen)).ToArray();
            var sees = network.Stages[0].Layer switch
            {
                Conv2d conv => c / (conv.Filters / conv.Groups) == 2 / (conv.Channels / conv.Groups),
                LocallyConnected2d or Softmax => true,
                _ => c == 2,
            };
            Assert.Equal(sees ? places : 0, strange.Length);
            Assert.All(strange, i => Assert.True(Math.Abs(i / 9 - 4) <= (places == 9 ? 1 : 0) && Math.Abs(i % 9 - 4) <= (places == 9 ? 1 : 0)));
        }
    }

    /// <summary>Sums of numbers below 2⁻¹²⁶ are exact: 75 of them, or 27, give 75 or 27 times as much.</summary>
    [Theory]
    [InlineData("CONV 17 5x5 nobias", 75)]
    [InlineData("CONV 3 3x3 s2 nobias", 27)]
    [InlineData("CONV 3 5x5 g3 nobias", 25)]
    [InlineData("LOCAL 2 5x5 nobias", 75)]
    [InlineData("FC 33 nobias", 147)]
    [InlineData("AVGPOOL 7", 1)]
    [InlineData("POOL 7", 1)]
    public void Subnormal_numbers_are_not_flushed_to_zero(string notation, int times)
    {
        var network = Network.Parse($"INPUT 7x7x3 -> {notation}");
        foreach (var parameter in network.Stages.SelectMany(stage => stage.Layer.Parameters))
            parameter.Value.Edit().Fill(1);
        var input = new Tensor(1, 3, 7, 7);
        input.Edit().Fill(float.Epsilon);
        Assert.All(network.Predict(input).Values.ToArray(), value => Assert.Equal(times * float.Epsilon, value));

        var pass = new TrainingPass(network, 1, inputGradient: true);
        pass.Forward(input);
        pass.OutputGradient.Edit().Fill(147 * float.Epsilon);
        pass.Backward();
        Assert.NotEqual(0, pass.InputGradient!.Values.ToArray().Max());
    }

    /// <summary>A NaN in the loss's gradient reaches every parameter and the pixels under it.</summary>
    [Theory]
    [InlineData("CONV 20 3x3 p1")]
    [InlineData("CONV 5 3x3 p1 g5")]
    [InlineData("LOCAL 2 3x3 p1")]
    [InlineData("POOL 3 s1 p1")]
    [InlineData("AVGPOOL 3 s1 p1")]
    [InlineData("FC 7")]
    [InlineData("CONV 16 2x2 -> CONV 20 3x3 p1 -> POOL 2")]
    public void A_gradient_that_is_no_number_is_not_lost(string notation)
    {
        var pass = new TrainingPass(Network.Parse($"INPUT 9x9x5 -> {notation}"), 1, inputGradient: true);
        var input = new Tensor(pass.InputShape);
        input.Edit().Fill(0.5f);
        pass.Forward(input);
        pass.OutputGradient.Edit()[^1] = float.NaN;
        pass.Backward();
        Assert.Contains(pass.InputGradient!.Values.ToArray(), float.IsNaN);
        Assert.All(pass.Learned, parameter => Assert.Contains(parameter.Gradient.Values.ToArray(), float.IsNaN));
    }
}
