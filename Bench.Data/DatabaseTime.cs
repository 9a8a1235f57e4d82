using Microsoft.EntityFrameworkCore;

namespace Bench.Data;

/// <summary>The time by the clock of a database that several machines share: leases, turns and limits are between processes, whose own
/// clocks may be hours apart.</summary>
/// <remarks>Until it has asked for the first time it is the machine's own. From then on the machine's steady clock counts on from the last
/// answer, so that setting the machine's time changes nothing. Times of files are the machine's:
/// <see cref="FileTime.OfFiles"/>.</remarks>
public sealed class DatabaseTime(TimeProvider machine) : TimeProvider
{
    /// <summary>An answer that took longer says too little; the first one is taken whatever it took.</summary>
    static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(1);

    Reading? _last;

    /// <summary>The clock of this machine, by which its files are stamped.</summary>
    public TimeProvider Machine => machine;

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() =>
        Volatile.Read(ref _last) is { } last ? last.At + machine.GetElapsedTime(last.Timestamp) : machine.GetUtcNow();

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Asks the database for its time, and goes by it from then on.</summary>
    /// <returns>How far this machine's clock is ahead of it; negative where it is behind.</returns>
    public async Task<TimeSpan> AskAsync(PostgresBenchDb db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "SELECT clock_timestamp()";
            var asked = machine.GetTimestamp();
            var said = (DateTime)(await command.ExecuteScalarAsync(cancellationToken))!;
            var took = machine.GetElapsedTime(asked);
            // It was said somewhere between the question and the answer.
            var at = new DateTimeOffset(said) + (took / 2);
            if (took <= LongestAnswer || Volatile.Read(ref _last) is null)
                Volatile.Write(ref _last, new Reading(at, machine.GetTimestamp()));
            return machine.GetUtcNow() - GetUtcNow();
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    sealed record Reading(DateTimeOffset At, long Timestamp);
}
