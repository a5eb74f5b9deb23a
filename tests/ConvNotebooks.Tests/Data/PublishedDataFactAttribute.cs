namespace ConvNotebooks.Tests.Data;

/// <summary>Runs where a published data set is on this machine, and is skipped elsewhere.</summary>
public sealed class PublishedDataFactAttribute : FactAttribute
{
    public PublishedDataFactAttribute(string name)
    {
        var which = name switch
        {
            nameof(PublishedDataset.Mnist) => PublishedDataset.Mnist,
            nameof(PublishedDataset.FashionMnist) => PublishedDataset.FashionMnist,
            _ => PublishedDataset.Cifar10,
        };
        try
        {
            DataFolders.Here.Find<object>(which, name, null, folder => which == PublishedDataset.Cifar10
                ? Directory.GetFiles(folder, "test_batch*.bin").Length > 0 ? folder : null
                : which.In(folder));
        }
        catch (DatasetNotFoundException)
        {
            Skip = $"needs the files of {which.Name} (in {which.Folder}/ of the folder that {DataFolders.Variable} names, or in the user's cache)";
        }
    }
}
