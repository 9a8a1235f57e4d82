namespace Bench.Tests.Fixtures;

/// <summary>The two databases that everything must work over.</summary>
public enum Database
{
    Sqlite,
    Postgres,
}
