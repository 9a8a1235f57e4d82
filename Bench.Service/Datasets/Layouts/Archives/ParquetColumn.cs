using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Bench.Service.Datasets.Layouts.Archives;

/// <summary>A column of numbers, texts or bytes, one value a row or none.</summary>
/// <remarks>Parquet.Net's own reading of such columns (6.1.0) gives the values without the gaps: after a row without one, each row has the
/// value of a later row, and the last rows have what the memory held before. Where every row must have a value it asks that memory which
/// rows have none. Here the definition levels that are stored say which row a value is of.</remarks>
sealed class ParquetColumn<T> : IDisposable
    where T : struct
{
    const int None = -1;

    readonly RawColumnData<T> _column;
    readonly int[] _places;

    ParquetColumn(RawColumnData<T> column, int[] places) => (_column, _places) = (column, places);

    /// <exception cref="InvalidDataException">The column is of another type, or has another number of values than there are
    /// rows.</exception>
    public static async Task<ParquetColumn<T>> ReadAsync(
        ParquetRowGroupReader group,
        DataField field,
        int rows,
        CancellationToken cancellationToken
    )
    {
        var read = await group.ReadRawColumnDataBaseAsync(field, cancellationToken);
        if (read is not RawColumnData<T> column)
        {
            (read as IDisposable)?.Dispose();
            throw new InvalidDataException($"the column {field.Path} has values of another type than expected");
        }
        try
        {
            return new(column, Places(column, field, rows));
        }
        catch
        {
            column.Dispose();
            throw;
        }
    }

    /// <summary>The value of a row, until this is disposed of; empty where the row has none.</summary>
    public T this[int row] => _places[row] == None ? default : _column.Values[_places[row]];

    public bool Has(int row) => _places[row] != None;

    static int[] Places(RawColumnData<T> column, DataField field, int rows)
    {
        var whole = field.MaxDefinitionLevel;
        // Where every row must have a value, no levels are stored: all are 0.
        var levels = whole == 0 ? new int[column.Values.Length] : column.DefinitionLevels;
        if (levels.Length != rows)
            throw new InvalidDataException($"the column {field.Path} has {levels.Length:N0} values for {rows:N0} rows");
        var places = new int[rows];
        for (var (row, next) = (0, 0); row < rows; row++)
            places[row] = levels[row] == whole ? next++ : None;
        return places;
    }

    public void Dispose() => _column.Dispose();
}
