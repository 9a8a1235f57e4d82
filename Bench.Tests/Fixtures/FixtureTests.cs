namespace Bench.Tests.Fixtures;

public sealed class FixtureTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Theory, BothDatabases(LongOnSqlite = true)]
    public async Task The_application_starts_on_a_port_of_its_own(Database database)
    {
        var app = await apps.OnAsync(database);

        using var client = app.Reader();
        using var answer = await client.GetAsync("/");

        app.Address.Port.ShouldBeGreaterThan(0);
        ((int)answer.StatusCode).ShouldBeLessThan(500);
    }
}
