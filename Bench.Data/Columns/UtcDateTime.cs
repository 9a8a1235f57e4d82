using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Bench.Data.Columns;

/// <summary>Reads every stored time as UTC; SQLite forgets the kind.</summary>
internal sealed class UtcDateTime()
    : ValueConverter<DateTime, DateTime>(time => time, time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
