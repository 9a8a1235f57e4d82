using Bench.Data.Work;
using Hangfire;

namespace Bench.Service.Work;

/// <summary>The call of a job on the process that takes it. Code that hands out work knows no more of a worker than
/// this.</summary>
public interface IWorkRunner
{
    /// <remarks>Retrying is ours, through leases: a Hangfire retry would not know whose turn it is.</remarks>
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    [JobDisplayName("{1} {0}")]
    Task RunAsync(Guid itemId, WorkKind kind, CancellationToken cancellationToken);
}
