using Bench.Api.Metrics;
using Bench.Service.Access;

namespace Bench.Api.Pages;

/// <summary>The rest of a key's limits, in words.</summary>
internal static class BalanceText
{
    /// <summary>"198 of 200 attempts a day", "1.99 TB of 2.00 TB of storage (team vision lab)".</summary>
    public static string Of(Balance balance) => Left(balance) + (balance.Team is { } team ? $" (team {team})" : "");

    static string Left(Balance balance) =>
        balance.Name switch
        {
            Ledger.StoredBytes => $"{NumberText.Bytes((long)balance.Left)} of {NumberText.Bytes((long)balance.Limit)} of storage",
            _ => $"{NumberText.Whole((long)balance.Left)} of {NumberText.Whole((long)balance.Limit)} {Words(balance.Name)}",
        };

    static string Words(string name) =>
        name.Split('-') switch
        {
            [.. var what, "day"] => $"{string.Join(' ', what)} a day",
            [.. var what, "month"] => $"{string.Join(' ', what)} a month",
            var all => string.Join(' ', all),
        };
}
