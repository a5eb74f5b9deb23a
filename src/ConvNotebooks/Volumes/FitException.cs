namespace ConvNotebooks;

/// <summary>A window does not fit its input. The <see cref="Report"/> carries the equation and every repair.</summary>
public sealed class FitException : ArgumentException
{
    /// <summary>Creates the exception from the fit doctor's report.</summary>
    /// <param name="report">The report, whose text becomes the message.</param>
    public FitException(FitReport report)
        : base(report.ToString()) => Report = report;

    /// <summary>The equation with its numbers, the pixels left over, and every repair.</summary>
    public FitReport Report { get; }
}
