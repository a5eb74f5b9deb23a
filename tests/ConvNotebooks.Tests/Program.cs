using ConvNotebooks.Tests;
using ConvNotebooks.Tests.Conformance;
using ConvNotebooks.Tests.Experiments;
using ConvNotebooks.Tests.Training.SameBits;

// Run as a program, the tests print what other tests compare or count.
return args switch
{
    ["hashes"] => SameBitsProgram.Run([1]),
    ["hashes", var threads] => SameBitsProgram.Run([.. threads.Split(',').Select(int.Parse)]),
    ["training", var threads, .. var trace] => SameBitsTrainingProgram.Print(SameBitsTraining.Usual, threads, trace),
    ["winograd-training", var threads, .. var trace] => SameBitsTrainingProgram.Print(SameBitsTraining.Winograd, threads, trace),
    ["conformance"] => Conformance(),
    ["log", var folder] => KillTests.LogForEver(folder),
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
    Console.Error.WriteLine("Usage: dotnet run --project tests/ConvNotebooks.Tests -- hashes [numbers of threads, such as 1,2,3] | training numbers [trace] | winograd-training numbers [trace] | conformance | log FOLDER");
    return 2;
}
