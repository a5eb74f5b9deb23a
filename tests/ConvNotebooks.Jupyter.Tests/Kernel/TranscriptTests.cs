using System.Reflection;
using System.Runtime.CompilerServices;

namespace ConvNotebooks.Jupyter.Tests;

/// <summary>
/// Whole conversations, as approved: a transcript holds what a front-end sends and what the kernel answers. What is sent is
/// played anew and must be answered as it stands there. See <see cref="TranscriptPlayer"/> for the signs.
/// </summary>
[Collection(OneProcess.Name)]
public sealed class TranscriptTests
{
    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder(), "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)!)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_conversation_goes_as_approved(string name)
    {
        string file = Path.Combine(Folder(), $"{name}.txt");
        string approved = (await File.ReadAllTextAsync(file)).ReplaceLineEndings("\n");
        await using var client = new MemoryClient();
        string received = await new TranscriptPlayer(client).PlayAsync(approved.Split('\n'));
        if (received == approved)
            return;
        string left = Path.Combine(Path.GetTempPath(), $"{name}.received.txt");
        await File.WriteAllTextAsync(left, received);
        Assert.Fail($"{name} went otherwise. Compare {left} with {file}, and copy it there if it is right.\n{received}");
    }

    [Fact]
    public void Every_request_that_the_kernel_knows_is_in_a_transcript()
    {
        string all = string.Concat(Directory.EnumerateFiles(Folder(), "*.txt").Select(File.ReadAllText));
        string[] known = [.. typeof(IRequestHandler).Assembly.GetTypes()
            .Where(type => type.IsClass && typeof(IRequestHandler).IsAssignableFrom(type))
            .Select(type => type.GetMethod("get_MessageType", BindingFlags.Public | BindingFlags.Instance)!.Invoke(RuntimeHelpers.GetUninitializedObject(type), []))
            .OfType<string>()];
        Assert.InRange(known.Length, 10, 30);
        Assert.All([.. known, "comm_msg", "comm_close", "input_reply"], type => Assert.Contains($" {type} ", all, StringComparison.Ordinal));
    }

    private static string Folder([CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "Transcripts");
}
