namespace ConvNotebooks.Cli;

/// <summary>How the command ends: the numbers that scripts and CI see.</summary>
internal static class ExitCode
{
    /// <summary>Everything went well.</summary>
    public const int Ok = 0;

    /// <summary>A notebook failed, training stopped or exploded, or something unexpected happened.</summary>
    public const int Failure = 1;

    /// <summary>The command line, a file it names or a notation in it cannot be used.</summary>
    public const int Mistake = 2;
}
