using PublicApiGenerator;

namespace ConvNotebooks.Interactive.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_API_is_as_approved() => Approval.Matches("PublicApi",
        typeof(View).Assembly.GeneratePublicApi(new() { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n") + "\n");
}
