using Bench.Data.Access;
using Microsoft.EntityFrameworkCore;

namespace Bench.Data;

/// <summary>The embedded database: one file, one process.</summary>
public sealed class SqliteBenchDb(DbContextOptions<SqliteBenchDb> options, ISightSource? sights = null) : BenchDb(options, sights);
