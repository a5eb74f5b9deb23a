namespace ConvNotebooks.Routines;

/// <summary>A number known to the compiler as a type: Size0, Size1, …, which are written with the tiles that have them for sizes.</summary>
internal interface ISize
{
    static abstract int Value { get; }
}
