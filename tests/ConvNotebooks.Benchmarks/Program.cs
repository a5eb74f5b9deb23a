using ConvNotebooks.Benchmarks;

const string Usage = """
    Usage: dotnet run -c Release --project tests/ConvNotebooks.Benchmarks -- <verb> [options]

      roofline   Peak fused multiply-adds and memory bandwidth of this machine.
      conv       Convolutions, each against every peer, in interleaved rounds.
        --pass forward,input-gradient,filter-gradient       default: forward
        --peer onnxruntime,onednn,torch                     default: all that are installed
        --threads 1,2      --batch 1,32                     default: 1,2 and 1
        --shapes alexnet,vgg16,resnet50,cifar,mobilenet     default: the first four; or a file, a line per shape:
                                                            name C H W K FH FW stride pad groups
        --rounds 7         --out results.json
    """;

try
{
    var options = new Options(args);
    switch (args.FirstOrDefault())
    {
        case "roofline":
            Roofline.Print();
            return 0;
        case "conv":
            ConvBenchmark.Run(options);
            return 0;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (UsageException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
