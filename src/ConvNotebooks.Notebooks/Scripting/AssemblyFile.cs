using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// A reference to an assembly's file of which only the metadata is read: the code of the whole framework, which a compiler
/// never looks at, is most of what would otherwise be read before the first cell.
/// </summary>
internal static class AssemblyFile
{
    public static PortableExecutableReference Reference(string path, DocumentationProvider? documentation = null) =>
        AssemblyMetadata.CreateFromStream(File.OpenRead(path), PEStreamOptions.PrefetchMetadata)
            .GetReference(documentation, filePath: path);
}
