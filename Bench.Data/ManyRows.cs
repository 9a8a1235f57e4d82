using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Bench.Data;

/// <summary>Writes the rows of one table in one statement. Entity Framework sends a statement for each row, which the
/// database parses, plans and answers one by one.</summary>
public static class ManyRows
{
    /// <summary>Inserts rows as they are, their navigations left out, inside the caller's transaction; they are not
    /// tracked. Keys that the database numbers rise in the order of the rows.</summary>
    /// <remarks>Dies before the commit: no row is there.</remarks>
    public static async Task InsertAsync<T>(this PostgresBenchDb db, IReadOnlyList<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
            return;
        var type = db.Model.FindEntityType(typeof(T)) ?? throw new ArgumentException($"{typeof(T)} is no table", nameof(rows));
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        IProperty[] written = [.. type.GetProperties().Where(property => !IsNumbered(property))];
        var columns = string.Join(", ", written.Select(property => Quoted(property.GetColumnName(table)!)));
        // Without the length: a cast to it would cut what is too long, and say nothing.
        var arrays = written.Select((property, i) => $"@p{i}::{property.GetRelationalTypeMapping().StoreTypeNameBase}[]");
        var statement = $"INSERT INTO {Quoted(table.Name)} ({columns}) SELECT * FROM unnest({string.Join(", ", arrays)})";
        var values = written.Select((property, i) => new NpgsqlParameter($"p{i}", ArrayOf(property, rows)));
        await db.Database.ExecuteSqlRawAsync(statement, values, cancellationToken);
    }

    static bool IsNumbered(IProperty property) =>
        property.ValueGenerated == ValueGenerated.OnAdd && property.IsPrimaryKey() && property.ClrType != typeof(Guid);

    static Array ArrayOf<T>(IProperty property, IReadOnlyList<T> rows)
    {
        var mapping = property.GetRelationalTypeMapping();
        var stored = mapping.Converter?.ProviderClrType ?? Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        var values = Array.CreateInstance(
            property.IsNullable && stored.IsValueType ? typeof(Nullable<>).MakeGenericType(stored) : stored,
            rows.Count
        );
        for (var i = 0; i < rows.Count; i++)
        {
            var value = property.PropertyInfo!.GetValue(rows[i]);
            values.SetValue(mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value, i);
        }
        return values;
    }

    static string Quoted(string name) => $"\"{name}\"";
}
