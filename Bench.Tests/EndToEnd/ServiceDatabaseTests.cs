namespace Bench.Tests.EndToEnd;

/// <summary>Verbs over a service's database, started where there is none.</summary>
public sealed class ServiceDatabaseTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("verify")]
    [InlineData("rescore")]
    public async Task Nothing_is_vouched_for_where_no_service_has_been_and_nothing_is_made_there(string verb)
    {
        var refused = await WorkerCommand.RunAsync([("Bench:DataDirectory", _folder["data"])], verb);

        refused.ExitCode.ShouldBe(1);
        refused.Errors.ShouldContain("database-missing");
        Directory.Exists(_folder["data"]).ShouldBeFalse();
    }
}
