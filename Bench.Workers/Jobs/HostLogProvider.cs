using Hangfire.AspNetCore;
using Hangfire.Logging;

namespace Bench.Workers.Jobs;

/// <summary>Hangfire's log lines in the host's log. Hangfire keeps its provider in a static field, which outlives a
/// host; a host that has ended has no log any more.</summary>
internal sealed class HostLogProvider(ILoggerFactory loggers) : ILogProvider
{
    readonly AspNetCoreLogProvider _host = new(loggers);

    public ILog GetLogger(string name)
    {
        try
        {
            return _host.GetLogger(name);
        }
        catch (ObjectDisposedException)
        {
            return new Silence();
        }
    }

    sealed class Silence : ILog
    {
        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
    }
}
