using System.CommandLine;

namespace ConvNotebooks.Cli.Describing;

/// <summary><c>describe</c>: reads a network in the document's notation and prints its stack table, or why it does not fit.</summary>
internal static class DescribeCommand
{
    public static Command Create(Screen screen)
    {
        var notation = new Argument<string>("notation")
        {
            Description = "A network in the notation of the CS231n notes, or a .net file that holds one",
        };
        var json = new Option<bool>("--json") { Description = "Print the numbers, with their derivations, as JSON" };
        var command = new TeachingCommand("describe", "Print volumes, parameters and costs of a network, layer by layer.", """
            Examples:
              convnotebooks describe "INPUT 32x32x3 -> CONV 12 5x5 p2 -> RELU -> POOL 2 -> FC 10"
              convnotebooks describe "INPUT 32x32x3 -> [[CONV 12 3x3 p1 -> RELU]*2 -> POOL 2]*3 -> FC 10"
              convnotebooks describe "INPUT 32x32x16 -> ADD( CONV 16 3x3 p1 -> RELU -> CONV 16 3x3 p1 | ) -> RELU"
              convnotebooks describe lenet.net --json

            Layers:  CONV filters FxF   LOCAL filters FxF   POOL F   AVGPOOL F   L2POOL F   GAP   FC neurons   FLATTEN
                     RELU   LEAKY slope   BN   LRN slices   DROPOUT share   SOFTMAX
            Options: s2 stride   p2 zero-padding   p1:2 padding before and after   d2 dilation   g2 groups   nobias
                     zeropad, crop or floor, where a window does not fit
            Stacks:  [ ... ]*2 repeats a part
            Branches on one volume, an empty one is that volume:
                     CONCAT( ... | ... ) joined along the depth   ADD( ... | ... ) added, as in residual networks
            """)
        {
            notation,
            json,
        };
        command.SetAction(arguments => Run(screen, arguments.GetRequiredValue(notation), arguments.GetValue(json)));
        return command;
    }

    private static int Run(Screen screen, string argument, bool json)
    {
        string notation = NotationArgument.Read(argument);
        try
        {
            Network network = Network.Parse(notation);
            if (json)
                screen.Output.WriteLine(StackJson.Of(network));
            else
                StackTable.Write(screen, network);
            return ExitCode.Ok;
        }
        catch (NotationException e)
        {
            throw new MistakeException(Misfit.Describe(notation, e));
        }
        catch (OverflowException e)
        {
            throw new MistakeException(e.Message);
        }
    }
}
