namespace ConvNotebooks;

/// <summary>
/// What happens when a window's positions do not end on the last pixel, (W − F + 2P)/S + 1 being no whole number.
/// CS231n: a library "could throw an exception or zero pad the rest … or crop".
/// </summary>
public enum FitPolicy
{
    /// <summary>Raise a <see cref="FitException"/> that lists every repair. The default.</summary>
    Throw,

    /// <summary>Add zeros at the end until the window fits.</summary>
    ZeroPad,

    /// <summary>Drop the last pixels of the input until the window fits; the padding then follows what is left.</summary>
    Crop,

    /// <summary>Round the number of positions down and leave the last padded pixels unseen: what PyTorch does.</summary>
    Floor,
}
