using ConvNotebooks;
using ConvNotebooks.Tests;

// Run as a program, the tests print the hashes that SameBitsTests compares: once, when all numbers of threads agree.
if (args is not ["hashes", ..])
{
    Console.Error.WriteLine("Usage: dotnet run --project tests/ConvNotebooks.Tests -- hashes [numbers of threads, such as 1,2,3]");
    return 2;
}

int[] threads = args.Length > 1 ? [.. args[1].Split(',').Select(int.Parse)] : [1];
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
