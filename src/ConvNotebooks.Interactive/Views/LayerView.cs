namespace ConvNotebooks.Interactive.Views;

/// <summary>A single layer: on its own its hyperparameters and parameters, in its place in a network its volumes too.</summary>
internal static class LayerView
{
    /// <summary>A layer on its own; its volumes follow only from an input.</summary>
    public static View Of(Layer layer)
    {
        var table = Hyperparameters(layer);
        foreach (var parameter in layer.Parameters)
            table.Row(parameter.Name, $"{parameter.Shape}, {parameter.Shape.Values.Derivation}");
        if (layer is Conv2d conv)
            table.Row("one filter", conv.FilterDerivation);
        if (layer.Parameters.Count == 0)
            table.Row("parameters", "none");
        return Show(Title(layer, layer.GetType().Name), table);
    }

    /// <summary>A layer in its place in a network.</summary>
    public static View Of(Stage stage)
    {
        var counts = stage.Counts;
        var table = new Table()
            .Row("volume", $"{(stage.Layer is Join join ? string.Join(", ", join.Volumes) : stage.Input)} → {stage.Output}")
            .Row("equation", stage.Formula)
            .Rows(Hyperparameters(stage.Layer))
            .Row("output", counts.Neurons.Derivation)
            .Row("parameters", counts.ParameterDerivation);
        if (counts.Weights > 0 && counts.Biases > 0)
            table.Row("", counts.Parameters.Derivation);
        if (stage.Layer.WeightsPerNeuron(stage.Input) is { Value: > 0 } perNeuron)
            table.Row("one neuron sees", perNeuron.Derivation);
        table.Row("multiply-adds", counts.MultiplyAdds.Derivation)
            .Row("memory, forward", counts.ActivationBytes.Derivation)
            .Row("memory, training", counts.TrainingBytes.Derivation)
            .Row("sees of the input", stage.Field.ToString());
        return Show(Title(stage.Layer, stage.Name), table);
    }

    private static Table Hyperparameters(Layer layer)
    {
        var table = new Table();
        foreach (var chosen in layer.Hyperparameters)
            table.Row($"{chosen.Name} {chosen.Symbol}", chosen.Value);
        if (layer.Hyperparameters.Count == 0)
            table.Row("hyperparameters", "none");
        return table;
    }

    private static string Title(Layer layer, string name) => $"{name}: {layer.Notation}";

    private static View Show(string title, Table table) =>
        new($"{title}\n{table.ToText()}") { Html = new Fragment().Heading(title).Table(table).ToString() };
}
