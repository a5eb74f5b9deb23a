namespace ConvNotebooks.Notebooks.Tests;

public class AtomicFileTests
{
    [Fact]
    public void A_file_is_replaced_without_leaving_anything_beside_it()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.WriteAllText(folder.File("a.txt"), "one\n");
        AtomicFile.WriteAllText(folder.File("a.txt"), "two ü\n");
        Assert.Equal("two ü\n"u8.ToArray(), File.ReadAllBytes(folder.File("a.txt")));
        Assert.Equal([folder.File("a.txt")], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_target_that_cannot_be_replaced_leaves_no_temporary_file()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("taken"));
        Assert.ThrowsAny<Exception>(() => AtomicFile.WriteAllText(folder.File("taken"), "text"));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("real.txt"), "old");
        File.CreateSymbolicLink(folder.File("link.txt"), folder.File("real.txt"));
        AtomicFile.WriteAllText(folder.File("link.txt"), "new");
        Assert.Equal("new", File.ReadAllText(folder.File("real.txt")));
        Assert.NotNull(new FileInfo(folder.File("link.txt")).LinkTarget);
    }
}
