namespace Bench.Data;

/// <summary>By which clock the times of this machine's files are told.</summary>
public static class FileTime
{
    /// <summary>The clock that stamps files, whichever one the service goes by.</summary>
    public static TimeProvider OfFiles(this TimeProvider time) => time is DatabaseTime shared ? shared.Machine : time;
}
