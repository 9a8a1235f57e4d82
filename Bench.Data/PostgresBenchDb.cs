using Bench.Data.Access;
using Microsoft.EntityFrameworkCore;

namespace Bench.Data;

/// <summary>The shared database: any number of API replicas and worker machines.</summary>
public sealed class PostgresBenchDb(DbContextOptions<PostgresBenchDb> options, ISightSource? sights = null) : BenchDb(options, sights);
