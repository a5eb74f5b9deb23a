using System.Diagnostics;
using Xunit.Abstractions;

namespace ConvNotebooks.Notebooks.Tests;

/// <summary>Interrupts are judged by the time from the interrupt to the cell's end, never by what the error is called.</summary>
[Collection(OneProcess.Name)]
public sealed class InterruptTests(ITestOutputHelper report)
{
    private const int Repeats = 8;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    /// <summary>Cells without end, each announcing on stdout that it has begun.</summary>
    public static TheoryData<string, string> Endless => new()
    {
        { "while", "Begin(); while (true) { }" },
        { "empty statement", "Begin(); while (true);" },
        { "do", "Begin(); int n = 0; do n++; while (n != -1);" },
        { "nested for", "Begin(); long s = 0; for (int i = 0; i >= 0; i = (i + 1) % 9) for (int j = 0; j < 1000; j++) s += j;" },
        { "goto", "Begin(); void Spin() { again: goto again; } Spin();" },
        { "linq", "Begin(); Enumerable.Repeat(1, int.MaxValue).Select(x => (long)x).Aggregate(0L, (a, b) => (a + b) % 7 + (long)Math.Sqrt(a))" },
        { "recursion", "Begin(); long Fib(long n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); Fib(90)" },
        { "parallel", "Begin(); Parallel.For(0L, long.MaxValue, i => { Math.Sqrt(i); });" },
        { "sleep", "Begin(); Thread.Sleep(Timeout.Infinite);" },
        { "delay", "Begin(); await Task.Delay(-1);" },
        { "delay in a method", "async Task Wait() { Begin(); await Task.Delay(-1); } await Wait();" },
        { "blocking wait", "Begin(); Task.Delay(-1).Wait();" },
        { "sleep after await", "await Task.Delay(1); Begin(); Thread.Sleep(-1);" },
        { "catch all", "Begin(); while (true) { try { Thread.Sleep(5); } catch { } }" },
        { "catch all busy", "Begin(); while (true) { try { while (true) { } } catch { } }" },
        { "forward passes", "Begin(); while (true) net.Forward(image);" },
        { "training", "Begin(); new Trainer(net, new Batches(digits, 32), new SoftmaxCrossEntropy(), new Adam(0.001)) { Epochs = 1_000_000 }.Run();" },
        { "live training", "Begin(); new Trainer(net, new Batches(digits, 32), new SoftmaxCrossEntropy(), new Adam(0.001)) { Epochs = 1_000_000 }.Show();" },
        { "library with a token", "Begin(); await Parallel.ForEachAsync(Forever(), async (i, stop) => await Task.Delay(1));" },
    };

    [Theory]
    [MemberData(nameof(Endless))]
    public async Task An_endless_cell_stops_soon_and_the_state_survives(string name, string code)
    {
        const string setUp = """
            using System.Threading;
            var kept = 41;
            void Begin() => Console.Error.WriteLine("begun");
            IEnumerable<int> Forever() { while (true) yield return 1; }
            var net = Network.Input(8, 8, 1).Conv(4, size: 3, pad: 1).ReLU().Dense(10);
            var image = new Tensor(1, 1, 8, 8);
            var (digits, _) = Datasets.Digits();
            """;
        await using var session = new CSharpSession();
        Assert.True((await session.ExecuteAsync(setUp, 1, _ => { })).Succeeded, name);
        var taken = new List<double>();
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task<CellResult> running = session.ExecuteAsync(code, 2 + repeat, happened =>
            {
                if (happened is StreamEvent { Name: "stderr" })
                    begun.TrySetResult();
            });
            await Task.WhenAny(begun.Task, running).WaitAsync(TimeSpan.FromSeconds(30));
            Assert.False(running.IsCompleted, running.IsCompleted ? (await running).Error?.Value : "");
            var watch = Stopwatch.StartNew();
            session.Interrupt();
            CellResult result = await running.WaitAsync(TimeSpan.FromSeconds(30));
            taken.Add(watch.Elapsed.TotalMilliseconds);
            Assert.True(watch.Elapsed < Soon, $"{name}: {watch.Elapsed.TotalSeconds:0.00} s");
            Assert.False(result.Succeeded);
        }

        taken.Sort();
        report.WriteLine($"{name}: median {taken[Repeats / 2]:0} ms, worst {taken[^1]:0} ms of {Repeats}");

        MimeBundle? value = null;
        await session.ExecuteAsync("kept + 1", 2 + Repeats, happened => value = (happened as ResultEvent)?.Data ?? value);
        Assert.Equal("42", value?.Text("text/plain"));
    }

    [Fact]
    public async Task The_error_says_where_the_cell_was()
    {
        await using var session = new CSharpSession();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<CellResult> running = session.ExecuteAsync(
            "Console.WriteLine(1);\nawait Task.Delay(-1);", 4, _ => begun.TrySetResult());
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30));
        session.Interrupt();
        CellResult result = await running.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("Interrupted", result.Error?.Name);
        Assert.Equal("The cell was interrupted in In[4], line 2: await Task.Delay(-1);", result.Error?.Value);
    }

    [Fact]
    public async Task What_cannot_be_stopped_is_named_after_three_seconds()
    {
        await using var session = new CSharpSession();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var release = new ManualResetEventSlim();
        AppDomain.CurrentDomain.SetData(nameof(release), (Action)(() =>
        {
            while (!release.IsSet)
                Thread.SpinWait(1000);
        }));
        Task<CellResult> running = session.ExecuteAsync(
            "Console.WriteLine(1);\n((Action)AppDomain.CurrentDomain.GetData(\"release\"))();", 5, happened =>
            {
                begun.TrySetResult();
                if (happened is StreamEvent { Name: "stderr" } stream)
                    said.TrySetResult(stream.Text);
            });
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30));
        session.Interrupt();
        string text = await said.Task.WaitAsync(TimeSpan.FromSeconds(30));
        release.Set();
        await running.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(
            "Interrupt: still running after 3 s in In[5], line 2: ((Action)AppDomain.CurrentDomain.GetData(\"release\"))();\n"
            + "A library's own code does not look for interrupts. Wait for it, or restart the kernel.\n",
            text);
    }

    [Fact]
    public async Task A_recursion_without_end_is_an_error_of_its_cell()
    {
        await using var session = new CSharpSession();
        CellResult result = await session.ExecuteAsync("int Deep(int n) => Deep(n + 1) + 1;\nDeep(0)", 1, _ => { });
        Assert.Equal("System.InsufficientExecutionStackException", result.Error?.Name);
        Assert.Contains("  In[1], line 1, in Deep", result.Error!.Traceback);
    }
}
