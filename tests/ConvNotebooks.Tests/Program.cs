using ConvNotebooks.Tests;
using ConvNotebooks.Tests.Conformance;

// Run as a program, the tests print what other tests compare or count.
return args switch
{
    ["hashes"] => SameBitsProgram.Run([1]),
    ["hashes", var threads] => SameBitsProgram.Run([.. threads.Split(',').Select(int.Parse)]),
    ["conformance"] => Conformance(),
    _ => Usage(),
};

static int Conformance()
{
    var conformance = OnnxConformance.Run();
    Console.WriteLine(conformance);
    return conformance.Failed.Count == 0 ? 0 : 1;
}

static int Usage()
{
    Console.Error.WriteLine("Usage: dotnet run --project tests/ConvNotebooks.Tests -- hashes [numbers of threads, such as 1,2,3] | conformance");
    return 2;
}
