using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Bench.Tests.Fixtures;

/// <summary>Runs a theory once over each database: <c>[Theory, BothDatabases]</c>. Further values, when given, follow the
/// database.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class BothDatabasesAttribute(params object?[] values) : DataAttribute
{
    /// <summary>Over SQLite it is a long test (<see cref="LongAttribute"/>).</summary>
    public bool LongOnSqlite { get; init; }

    /// <summary>Over Postgres it is a long test (<see cref="LongAttribute"/>).</summary>
    public bool LongOnPostgres { get; init; }

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Enum.GetValues<Database>().Select(database => Row(database))]);

    public override bool SupportsDiscoveryEnumeration() => true;

    TheoryDataRow Row(Database database)
    {
        var row = new TheoryDataRow([database, .. values]);
        if (database == Database.Sqlite ? LongOnSqlite : LongOnPostgres)
            row.Traits[LongAttribute.Trait] = [LongAttribute.Value];
        return row;
    }
}
