namespace ConvNotebooks.Notebooks.Tests;

public class NotebookFilesTests
{
    [Fact]
    public void Folders_are_searched_in_order_and_hidden_ones_left_out()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (string[])["b.ipynb", "a.ipynb", "sub/c.ipynb", ".ipynb_checkpoints/a.ipynb", "notes.txt"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
            File.WriteAllText(folder.File(name), "");
        }

        IReadOnlyList<NotebookFile> files = NotebookFiles.Find([folder.Path, folder.File("b.ipynb")]);
        Assert.Equal(["a.ipynb", "b.ipynb", Path.Combine("sub", "c.ipynb")], files.Select(file => file.RelativePath));
        Assert.Equal(
            [folder.File("out/a.ipynb"), folder.File("out/b.ipynb"), folder.File("out/sub/c.ipynb")],
            NotebookFiles.Targets(files, folder.File("out")));
        Assert.Empty(Directory.GetFiles(folder.File("out")));
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.txt"), "");
        Assert.Equal($"{folder.Path}: there are no notebooks (.ipynb, .dib) in this folder or below it. Give another folder.", Message(folder.Path));
        Assert.Equal("no/such.ipynb: there is no such file or folder. Check the path.", Message("no/such.ipynb"));
        Assert.Equal(
            $"{folder.File("a.txt")}: it is no notebook; their names end in .ipynb or .dib. Give a notebook or a folder of them.",
            Message(folder.File("a.txt")));
        static string Message(string path) => Assert.Throws<NotebookRunException>(() => NotebookFiles.Find([path])).Message;
    }

    [Fact]
    public void Results_never_meet_each_other_or_their_inputs()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (string[])["x", "y"])
        {
            Directory.CreateDirectory(folder.File(name));
            File.WriteAllText(folder.File($"{name}/a.ipynb"), "");
        }

        IReadOnlyList<NotebookFile> same = NotebookFiles.Find([folder.File("x"), folder.File("y")]);
        Assert.Equal(
            $"{folder.File("y/a.ipynb")}: its result would go to the same file as that of {folder.File("x/a.ipynb")}. "
            + "Run them one after the other with different output folders, or give the folder above both.",
            Assert.Throws<NotebookRunException>(() => NotebookFiles.Targets(same, folder.File("out"))).Message);
        IReadOnlyList<NotebookFile> one = NotebookFiles.Find([folder.File("x")]);
        Assert.Equal(
            $"{folder.File("x")}: the result of a.ipynb would overwrite an input. Choose another output folder, or --in-place.",
            Assert.Throws<NotebookRunException>(() => NotebookFiles.Targets(one, folder.File("x"))).Message);
    }

    [Fact]
    public void An_unwritable_folder_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "");
        string message = Assert.Throws<NotebookRunException>(() => NotebookFiles.CheckWritable(folder.File("file/out"))).Message;
        Assert.StartsWith($"{folder.File("file/out")}: nothing can be written there (", message, StringComparison.Ordinal);
        Assert.EndsWith("). Choose another output folder.", message, StringComparison.Ordinal);
    }
}
