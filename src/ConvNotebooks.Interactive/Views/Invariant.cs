using System.Globalization;

namespace ConvNotebooks.Interactive;

/// <summary>Makes a view under the invariant culture, whatever the culture of the cell that asks for it.</summary>
internal static class Invariant
{
    public static T Make<T>(Func<T> make)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return make();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
