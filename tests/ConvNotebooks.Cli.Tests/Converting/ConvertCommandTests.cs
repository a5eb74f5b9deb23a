using ConvNotebooks.Cli.Tests.Running;

namespace ConvNotebooks.Cli.Tests.Converting;

public sealed class ConvertCommandTests
{
    private const string Dib = "#!markdown\n\n# A\n\n#!csharp\n\n1 + 1\n\n#!net\n\nINPUT 4x4x1\n";

    [Fact]
    public async Task A_dib_file_becomes_a_notebook_and_comes_back()
    {
        using var folder = new NotebookFolder();
        File.WriteAllText(folder.File("a.dib"), Dib);

        Invocation there = await Invocation.Of("convert", folder.File("a.dib"), folder.File("a.ipynb"));
        Invocation back = await Invocation.Of("convert", folder.File("a.ipynb"), folder.File("b.dib"));

        Assert.Equal(new Invocation(0, $"{folder.File("a.ipynb")}: 3 cells\n", ""), there);
        Assert.Equal(0, back.Code);
        Assert.Equal(Dib, File.ReadAllText(folder.File("b.dib")));
    }

    [Fact]
    public async Task What_cannot_be_converted_is_the_users_mistake()
    {
        using var folder = new NotebookFolder();
        string dib = folder.File("a.dib");
        File.WriteAllText(dib, Dib);
        string text = folder.File("a.txt");

        Assert.Equal($"{text}: its name says no format. Give a name that ends in .ipynb or .dib.\n", (await Invocation.Of("convert", dib, text)).Error);
        Assert.Equal($"{dib}: there is such a file. Choose another name, or replace it with --force.\n", (await Invocation.Of("convert", dib, dib)).Error);
        Assert.Equal(0, (await Invocation.Of("convert", dib, dib, "--force")).Code);
        Assert.Equal(2, (await Invocation.Of("convert", folder.File("none.ipynb"), folder.File("c.dib"))).Code);
    }
}
