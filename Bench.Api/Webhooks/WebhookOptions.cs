using System.ComponentModel.DataAnnotations;
using Bench.Data;

namespace Bench.Api.Webhooks;

/// <summary>How webhooks are delivered; section <c>Bench:Webhooks</c> of the configuration.</summary>
internal sealed record WebhookOptions
{
    public const string Section = "Bench:Webhooks";

    /// <summary>Whether webhooks may lead to loopback, private and other addresses that are not public. Default off: a
    /// submitter could reach what only this machine can.</summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>How often changes are looked for, default 1 s.</summary>
    [TimeRange("00:00:00.05", "00:05:00")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest that a receiver may take to answer, default 10 s.</summary>
    [TimeRange("00:00:00.1", "00:01:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause after the first failure, default 5 s; each further one is three times as long, up to six
    /// hours.</summary>
    [TimeRange("00:00:00.05", "01:00:00")]
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Attempts before a delivery is given up, default 10, which is about ten and a half hours.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; init; } = 10;

    /// <summary>Folder of the keys that secrets are encrypted with, default <c>&lt;data&gt;/keys</c>; replicas of the
    /// API share it.</summary>
    public string? KeyRing { get; init; }

    public TimeSpan PauseAfter(int attempts)
    {
        var pause = FirstRetry * Math.Pow(3, Math.Min(attempts, 20) - 1);
        return pause < TimeSpan.FromHours(6) ? pause : TimeSpan.FromHours(6);
    }
}
