namespace ConvNotebooks.Tests;

/// <summary>Prints the hashes that <see cref="SameBitsTests"/> compares: once, when all numbers of threads agree.</summary>
internal static class SameBitsProgram
{
    public static int Run(int[] threads)
    {
        Console.WriteLine(Compute.Description);
        List<(string Name, string Hash)>? first = null;
        foreach (var count in threads)
        {
            Compute.Threads = count;
            var hashes = SameBitsProblems.Hashes().ToList();
            first ??= hashes;
            foreach (var (before, now) in first.Zip(hashes).Where(pair => pair.First != pair.Second))
            {
                Console.Error.WriteLine($"{now.Name}: {count} threads give {now.Hash}, {threads[0]} gave {before.Hash}.");
                return 1;
            }
        }

        foreach (var (name, hash) in first!)
            Console.WriteLine($"{hash} {name}");
        return 0;
    }
}
