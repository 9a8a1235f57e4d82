namespace Bench.Data.Work;

/// <summary>The way in which a worker gets its work. Leases and turns are the same either way.</summary>
public enum WorkBy
{
    /// <summary>A job of Hangfire for each item says that there is something to do: right for up to about a hundred
    /// workers.</summary>
    Jobs,

    /// <summary>Workers look at the table of work themselves: no jobs, no job server, one connection for as many items
    /// as a process works on.</summary>
    Claims,
}
