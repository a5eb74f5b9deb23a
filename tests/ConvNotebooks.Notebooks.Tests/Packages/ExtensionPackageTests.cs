namespace ConvNotebooks.Notebooks.Tests;

/// <summary>Packages that extend a notebook in the two ways that .NET Interactive documents.</summary>
[Collection(OneProcess.Name)]
public sealed class ExtensionPackageTests : IDisposable
{
    private readonly LocalPackages packages = new();

    public void Dispose() => packages.Dispose();

    [Fact]
    public async Task The_extension_dib_of_a_package_is_run_when_it_is_loaded()
    {
        packages.Pack("Tempered", "1.0.0", "public sealed class Temperature { public int Degrees; }", new()
        {
            ["interactive-extensions/dotnet/extension.dib"] = """
                #!csharp

                using Microsoft.DotNet.Interactive.Formatting;
                Formatter.Register<Temperature>(t => $"<i>{t.Degrees} degrees</i>", "text/html");
                var extended = true;

                #!fsharp

                printfn "not here"

                #!csharp

                Console.WriteLine("tempered");
                """,
        });
        await using var trial = new Trial(packages.Path);
        CellTrace cell = await trial.Run("#r \"nuget: Tempered\"\nnew Temperature { Degrees = 21 }");
        Assert.True(cell.Result.Succeeded, cell.Error);
        Assert.Equal("Installed Tempered 1.0.0\ntempered\n", cell.Stdout);
        Assert.Equal("Tempered extension.dib: its fsharp cell cannot be run here and was left out.\n", cell.Stderr);
        Assert.Equal("<i>21 degrees</i>", cell.Events.OfType<ResultEvent>().Single().Data.Text("text/html"));
        CellTrace later = await trial.Run("#r \"nuget: Tempered\"\nextended");
        Assert.Equal(("Installed Tempered 1.0.0\n", "True"), (later.Stdout, later.Value));
    }

    [Fact]
    public async Task An_extension_that_fails_says_so_with_its_own_line()
    {
        packages.Pack("Broken", "1.0.0", code: null, new() { ["interactive-extensions/dotnet/extension.dib"] = "#!csharp\n\nint a = 1;\nint b = a + nope;" });
        await using var trial = new Trial(packages.Path);
        CellTrace cell = await trial.Run("#r \"nuget: Broken\"");
        Assert.StartsWith("Broken extension.dib[1], line 2: error CS0103", cell.Error, StringComparison.Ordinal);
    }

    /// <summary>As Plotly.NET.Interactive brings one; its library can be used all the same.</summary>
    [Fact]
    public async Task An_extension_that_is_a_library_for_another_kernel_is_left_out_and_said_so()
    {
        packages.Pack("Kernelled", "1.0.0", "public static class Kernelled { public static int Seven => 7; }", new()
        {
            ["interactive-extensions/dotnet/Kernelled.Extension.dll"] = "",
        });
        await using var trial = new Trial(packages.Path);
        CellTrace cell = await trial.Run("#r \"nuget: Kernelled\"\nKernelled.Seven");
        Assert.Equal(("Installed Kernelled 1.0.0\n", "7"), (cell.Stdout, cell.Value));
        Assert.Equal("Kernelled: its extension Kernelled.Extension.dll is written for .NET Interactive's own kernel and was left out.\n", cell.Stderr);
    }

    /// <summary>The library refers to no formatting library: the names alone are the agreement.</summary>
    [Fact]
    public async Task A_formatter_source_takes_effect_by_the_name_of_its_attribute()
    {
        packages.Pack("Sourced", "1.0.0", """
            using System;
            using System.Collections.Generic;
            using System.IO;

            [AttributeUsage(AttributeTargets.Class)]
            internal class TypeFormatterSourceAttribute : Attribute
            {
                public TypeFormatterSourceAttribute(Type formatterSourceType) => FormatterSourceType = formatterSourceType;
                public Type FormatterSourceType { get; }
                public string[] PreferredMimeTypes { get; set; }
            }

            internal class PairSource
            {
                public IEnumerable<object> CreateTypeFormatters() { yield return new PairFormatter(); }
            }

            internal class PairFormatter
            {
                public string MimeType => "text/html";
                public bool Format(object instance, TextWriter writer)
                {
                    writer.Write("<b>" + ((Pair)instance).Left + "</b>");
                    return true;
                }
            }

            [TypeFormatterSource(typeof(PairSource))]
            public class Pair { public int Left = 8; }

            public class Twin : Pair { }
            """);
        await using var trial = new Trial(packages.Path);
        CellTrace cell = await trial.Run("#r \"nuget: Sourced\"\nnew Pair()");
        Assert.True(cell.Result.Succeeded, cell.Error);
        Assert.Equal("<b>8</b>", cell.Events.OfType<ResultEvent>().Single().Data.Text("text/html"));
        CellTrace derived = await trial.Run("Display(new Twin());");
        Assert.Equal("<b>8</b>", derived.Events.OfType<DisplayEvent>().Single().Data.Text("text/html"));
    }
}
