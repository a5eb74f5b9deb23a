using System.CommandLine;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// The verb <c>selftest</c>: the benchmark's own parts, and every installed peer against the reference. The project is outside
/// the solution, so that nobody who builds that downloads the peers; hence its tests are here.
/// </summary>
internal static class SelfTestCommand
{
    public static Command Create()
    {
        var command = new Command("selftest", "Tests the benchmark itself.");
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        (string Name, Action Test)[] tests = [.. PureTests.All, .. PeerTests.All()];
        var (failed, skipped) = (0, 0);
        foreach (var (name, test) in tests)
        {
            try
            {
                test();
                Console.WriteLine($"passed   {name}");
            }
            catch (Skipped e)
            {
                skipped++;
                Console.WriteLine($"skipped  {name}: {e.Message}");
            }
            catch (Exception e)
            {
                failed++;
                Console.WriteLine($"FAILED   {name}: {e}");
            }
        }

        Console.WriteLine($"{tests.Length - failed - skipped} passed, {failed} failed, {skipped} skipped");
        return failed == 0 ? 0 : 1;
    }
}
