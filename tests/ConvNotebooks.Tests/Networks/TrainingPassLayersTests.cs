namespace ConvNotebooks.Tests.Networks;

/// <summary>A pass joins layers and keeps volumes in blocks: whatever is looked at has the bits of the layers one by one.</summary>
[Collection(ComputeSettings.Name)]
public class TrainingPassLayersTests
{
    private const int Images = 3;

    [Theory]
    [InlineData("INPUT 12x12x3 -> [[CONV 20 3x3 p1 -> RELU]*2 -> POOL 2]*2 -> FC 5")]
    [InlineData("INPUT 13x11x2 -> CONV 7 3x3 -> POOL 2 crop -> RELU -> RELU -> CONV 33 3x3 p1 -> RELU -> POOL 3 s1 p1 -> CONV 3 1x1")]
    [InlineData("INPUT 12x10x3 -> CONV 18 3x3 p1 nobias -> BN -> RELU -> POOL 2 -> [CONV 17 3x3 p1 nobias -> BN -> RELU]*2 -> GAP -> FC 4")]
    [InlineData("INPUT 9x9x4 -> CONV 16 3x3 -> RELU -> BN -> BN -> AVGPOOL 2 s1 -> CONV 20 2x2 s2 -> RELU -> AVGPOOL 3 withpad s2 p1 -> RELU")]
    [InlineData("INPUT 8x8x16 -> CONV 32 3x3 p1 g2 -> RELU -> GAP -> RELU -> CONV 16 1x1 -> RELU -> FC 3")]
    [InlineData("INPUT 9x9x3 -> CONV 6 3x3 p1 -> RELU -> [ADD( CONV 6 3x3 p1 -> BN -> RELU -> CONV 6 3x3 p1 -> BN | ) -> RELU]*2 -> POOL 3 -> FC 3")]
    [InlineData("INPUT 8x8x3 -> ADD subsample( CONV 4 1x1 | ) -> ADD subsample( CONV 8 3x3 s2 p1 floor -> RELU | ) -> DROPOUT 0.3 -> CONV 5 3x3 -> LEAKY 0.1 -> CONV 4 2x2 crop s2")]
    [InlineData("INPUT 10x10x1 -> POOL 2 -> CONV 16 3x3 p1 d2 -> RELU -> POOL 2 crop -> CONV 16 3x3 p1 g16 -> RELU -> SOFTMAX")]
    [InlineData("INPUT 10x8x3 -> CONV 20 3x3 p1 -> BN -> RELU -> ADD( CONV 36 1x1 s2 floor -> BN -> RELU -> CONV 36 3x3 p1 -> BN | CONV 36 1x1 s2 floor -> BN ) -> RELU -> ADD( CONV 36 1x1 -> RELU | CONV 36 3x3 p1 | ) -> RELU -> GAP -> FC 4")]
    [InlineData("INPUT 10x8x3 -> CONV 20 3x3 p1 -> RELU -> [CONCAT( CONV 16 1x1 -> RELU | CONV 5 1x1 -> RELU -> CONV 16 3x3 p1 | POOL 3 s1 p1 -> CONV 7 1x1 -> BN )]*2 -> RELU -> POOL 2 -> FC 3")]
    [InlineData("INPUT 9x9x4 -> CONCAT( | RELU -> CONV 12 3x3 p1 | CONV 16 1x1 ) -> CONV 16 1x1 -> CONCAT( | BN -> RELU -> CONV 16 3x3 p1 -> RELU ) -> CONCAT( CONV 16 3x3 p1 | ) -> RELU -> AVGPOOL 3")]
    [InlineData("INPUT 8x8x5 -> CONV 16 3x3 -> RELU -> CONCAT( ADD( RELU | LEAKY 0.2 | ) -> CONCAT( POOL 3 s1 p1 | CONV 16 1x1 ) | ADD( RELU | | ) -> POOL 1 | DROPOUT 0.3 )")]
    public void Every_output_and_gradient_has_the_bits_of_the_layers_one_by_one(string notation) => Compare(Network.Parse(notation));

    /// <summary>
    /// Tiles at every edge, masked and unmasked gradients, pools that join, 32 channels of a block and fewer, large pads. But for the
    /// gradients of filters before a pool that joins, which are direct: they have the winning pixels alone.
    /// </summary>
    [Theory]
    [InlineData("INPUT 12x12x3 -> CONV 32 3x3 p1 -> RELU -> [CONV 32 3x3 p1 -> RELU]*2 -> POOL 2 -> CONV 32 3x3 p2 -> RELU -> FC 5", "conv3")]
    [InlineData("INPUT 11x9x34 -> CONV 37 3x3 p1:2 -> RELU -> POOL 2 -> CONV 32 3x3 p1 -> RELU -> FC 3")]
    [InlineData("INPUT 10x10x32 -> CONV 40 3x3 nobias -> BN -> RELU -> POOL 2 -> FC 3")]
    [InlineData("INPUT 14x12x33 -> CONV 33 3x3 p3 -> POOL 2 -> ADD( CONV 33 3x3 p1 | ) -> RELU -> GAP")]
    public void So_it_is_by_Winograd(string notation, string beforePool = "none") =>
        Compare(Network.Parse(notation).With(ConvAlgorithm.Winograd), $"gradient of {beforePool}.");

    private static void Compare(Network net, string except = "nothing")
    {
        var random = new SeededRandom(6);
        var images = random.Uniform(new TensorShape(Images, net.InputShape), -1, 1);
        var gradient = random.Uniform(new TensorShape(Images, net.OutputShape), -1, 1);
        var algorithm = net.Stages.Select(s => s.Layer).OfType<Conv2d>().First().Algorithm;
        var expected = OneByOne(Fresh(), images, gradient).ToArray();
        foreach (var width in new[] { 512, 256, 128, 0 })
        {
            using var _ = ComputeSettings.Use(width, threads: width == 256 ? 1 : 3);
            Assert.Equal<(string, string)>(Compared(expected), Compared(Together(Fresh(), images, gradient)));
        }

        (string, string)[] Compared(IEnumerable<(string Name, string)> numbers) =>
            [.. numbers.Where(n => !n.Name.StartsWith(except, StringComparison.Ordinal))];

        // Parameters of its own: a pass is made to change them.
        Network Fresh() => Network.Parse(net.Notation).With(algorithm);
    }

    private static IEnumerable<(string Name, string Hash)> Together(Network net, Tensor images, Tensor gradient)
    {
        var pass = new TrainingPass(net, Images, inputGradient: true);
        var minibatch = images.Clone();
        for (var i = 0; i < 2; i++)
        {
            pass.Forward(images, step: i);
            _ = pass.Activations[net.Stages[0].Name];
            gradient.Values.CopyTo(pass.OutputGradient.Edit());
            pass.Backward();
            _ = pass.Gradient(net.Stages[0].Name);
        }

        pass.Forward(minibatch, step: 7);
        pass.Backward();

        // What comes next changes the images and the parameters: neither shows.
        minibatch.Edit().Fill(float.NaN);
        var learned = Numbers(net).ToArray();
        foreach (var parameter in net.Stages.SelectMany(s => s.Layer.Parameters))
            parameter.Value.Edit().Fill(float.NaN);
        foreach (var stage in net.Stages)
            yield return (stage.Name, pass.Activations[stage.Name].Hash());
        foreach (var stage in net.Stages)
            yield return ($"gradient of {stage.Name}", pass.Gradient(stage.Name).Hash());
        yield return ("gradient of the images", pass.InputGradient!.Hash());
        foreach (var number in learned)
            yield return number;
    }

    private static IEnumerable<(string Name, string Hash)> OneByOne(Network net, Tensor images, Tensor gradient)
    {
        var stages = net.Stages;
        Tensor[] outputs = [.. stages.Select(s => new Tensor(new TensorShape(Images, s.Output)))];
        Tensor[] gradients = [.. outputs.Select(o => new Tensor(o.Shape))];
        var states = stages.Select(s => s.Layer.NewState(new(Images, s.Input))).ToArray();
        var inputGradient = new Tensor(images.Shape);
        gradient.Values.CopyTo(gradients[^1].Edit());
        foreach (var step in new[] { 0, 1, 7 })
        {
            for (var i = 0; i < stages.Count; i++)
            {
                states[i]?.Begin(step);
                if (stages[i].Layer is Join join)
                    join.Forward([.. stages[i].From.Select(After)], outputs[i]);
                else
                    stages[i].Layer.Compute(After(stages[i].From[0]), outputs[i], states[i]);
            }

            var brought = new List<Tensor>[stages.Count + 1];
            for (var number = stages.Count; number > 0; number--)
            {
                var stage = stages[number - 1];
                if (brought[number] is { } readers)
                    Sum(readers, gradients[number - 1]);
                for (var k = stage.From.Count - 1; k >= 0; k--)
                {
                    var before = new Tensor(After(stage.From[k]).Shape);
                    if (stage.Layer is Join join)
                        join.Backward(k, gradients[number - 1], before);
                    else
                        stage.Layer.Backward(After(stage.From[k]), outputs[number - 1], gradients[number - 1], before, states[number - 1]);
                    (brought[stage.From[k]] ??= []).Insert(0, before);
                }
            }

            Sum(brought[0], inputGradient);
        }

        return [.. stages.Select((s, i) => (s.Name, outputs[i].Hash())), .. stages.Select((s, i) => ($"gradient of {s.Name}", gradients[i].Hash())),
            ("gradient of the images", inputGradient.Hash()), .. Numbers(net)];

        Tensor After(int number) => number == 0 ? images : outputs[number - 1];

        static void Sum(List<Tensor> readers, Tensor sum)
        {
            readers[0].Values.CopyTo(sum.Edit());
            foreach (var gradient in readers.Skip(1))
                for (var i = 0; i < gradient.Values.Length; i++)
                    sum.Edit()[i] += gradient.Values[i];
        }
    }

    private static IEnumerable<(string Name, string Hash)> Numbers(Network net) => net.Stages.SelectMany(s =>
        s.Layer.Parameters.Select(p => ($"gradient of {s.Name}.{p.Name}", p.Gradient.Hash()))
            .Concat(s.Layer.Statistics.Select(p => ($"{s.Name}.{p.Name}", p.Value.Hash()))));
}
