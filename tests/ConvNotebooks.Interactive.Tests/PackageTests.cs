using System.Xml.Linq;

namespace ConvNotebooks.Interactive.Tests;

/// <summary>
/// What .NET Interactive finds in the package. The project's own instructions are read, not a package: packing needs a
/// build of its own, which the CI script does.
/// </summary>
public sealed class PackageTests
{
    private static readonly string Project = Path.Combine(Repository.Root, "src", "ConvNotebooks.Interactive");

    [Fact]
    public void The_extension_is_packed_where_NET_Interactive_looks_for_it()
    {
        var item = Items().Single(i => (string?)i.Attribute("Include") == "interactive-extensions/dotnet/extension.dib");
        Assert.Equal("true", (string?)item.Attribute("Pack"));
        Assert.Equal("interactive-extensions/dotnet/", (string?)item.Attribute("PackagePath"));
    }

    [Fact]
    public void The_extension_registers_the_formatters()
    {
        var cells = File.ReadAllText(Path.Combine(Project, "interactive-extensions", "dotnet", "extension.dib"));
        Assert.StartsWith("#!csharp\n", cells, StringComparison.Ordinal);
        var register = typeof(Formatters).GetMethod(nameof(Formatters.Register), 0, [])!;
        Assert.Contains($"{register.DeclaringType!.FullName}.{register.Name}();", cells, StringComparison.Ordinal);
    }

    [Fact]
    public void The_font_travels_with_its_licence()
    {
        Assert.Contains(Items(), i => (string?)i.Attribute("Include") == "Fonts/LICENSE-DejaVu.txt" && (string?)i.Attribute("Pack") == "true");
        Assert.Contains("Bitstream", File.ReadAllText(Path.Combine(Project, "Fonts", "LICENSE-DejaVu.txt")), StringComparison.Ordinal);
    }

    private static IEnumerable<XElement> Items() =>
        XDocument.Load(Path.Combine(Project, "ConvNotebooks.Interactive.csproj")).Descendants("ItemGroup").Elements();
}
