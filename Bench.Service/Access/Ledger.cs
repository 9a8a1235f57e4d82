using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Evaluations;
using Bench.Data.Inquiries;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Access;

/// <summary>Use of the allowances by keys, and what is left of them.</summary>
/// <remarks>
/// A reservation takes the key's row until the caller's transaction ends, counts, and writes its entries: of any number
/// of requests at once exactly as many pass as are left. A transaction that is rolled back has reserved nothing.
/// </remarks>
public sealed class Ledger(BenchDb db, LimitOptions limits, TimeProvider time)
{
    public const string Attempts = "attempts-day",
        Evaluations = "evaluations-day",
        EvaluationsOfMonth = "evaluations-month",
        AtOnce = "evaluations-at-once",
        DeviceSeconds = "device-seconds-day",
        OpenUploads = "open-uploads",
        StoredBytes = "stored-bytes";

    DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>The time that a device worked for an owner; it is counted when it is over.</summary>
    /// <param name="subject">The evaluation or inquiry.</param>
    public static LedgerEntry DeviceTime(Guid owner, Guid subject, TimeSpan took, DateTime now) =>
        Entry(owner, Allowance.DeviceSecond, subject, took.TotalSeconds, now);

    /// <summary>Reserves an attempt for a new model. Call inside the transaction that adds it.</summary>
    /// <param name="caller">Whose it is.</param>
    /// <param name="model">The model.</param>
    /// <param name="bytes">Length of its file.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RefusalException">A limit is reached.</exception>
    public async Task ReserveAttemptAsync(Caller caller, Guid model, long bytes, CancellationToken cancellationToken)
    {
        if (await HoldAsync(caller, cancellationToken) is not { } own)
            return;
        await RequireAsync(caller, own, [(Attempts, 1), (StoredBytes, bytes)], cancellationToken);
        Add(caller, Allowance.Attempt, model);
    }

    /// <summary>Reserves new evaluations, or an evaluation that is tried again. Call inside the transaction that adds
    /// them.</summary>
    /// <inheritdoc cref="ReserveAttemptAsync"/>
    public async Task ReserveEvaluationsAsync(Caller caller, IReadOnlyCollection<Guid> evaluations, CancellationToken cancellationToken)
    {
        if (evaluations.Count == 0 || await HoldAsync(caller, cancellationToken) is not { } own)
            return;
        var count = evaluations.Count;
        await RequireAsync(
            caller,
            own,
            [(Evaluations, count), (EvaluationsOfMonth, count), (AtOnce, count), (DeviceSeconds, double.Epsilon)],
            cancellationToken
        );
        foreach (var evaluation in evaluations)
            Add(caller, Allowance.Evaluation, evaluation);
    }

    /// <summary>Requires room for one more open upload. Call inside the transaction that adds it.</summary>
    /// <inheritdoc cref="ReserveAttemptAsync"/>
    public async Task RequireUploadAsync(Caller caller, long bytes, CancellationToken cancellationToken)
    {
        if (await HoldAsync(caller, cancellationToken) is { } own)
            await RequireAsync(caller, own, [(OpenUploads, 1), (StoredBytes, bytes)], cancellationToken);
    }

    /// <summary>The caller's balance of each of its limits; empty for a caller without limits.</summary>
    public async Task<IReadOnlyList<Balance>> BalancesAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (limits.Of(caller) is not { } own)
            return [];
        var (day, month) = (Now.Date, new DateTime(Now.Year, Now.Month, 1, 0, 0, 0, DateTimeKind.Utc));
        var used = await db
            .Ledger.AsNoTracking()
            .Where(entry => entry.ApiKeyId == caller.KeyId && entry.RefundedAt == null && entry.At >= month)
            .GroupBy(entry => entry.Allowance)
            .Select(same => new
            {
                same.Key,
                OfDay = same.Sum(entry => entry.At >= day ? entry.Amount : 0),
                OfMonth = same.Sum(entry => entry.Amount),
            })
            .ToDictionaryAsync(same => same.Key, same => (same.OfDay, same.OfMonth), cancellationToken);
        var open = db.Uploads.Where(upload => upload.ApiKeyId == caller.KeyId && upload.ExpiresAt > Now);
        var (uploads, announced) = (
            await open.CountAsync(cancellationToken),
            await open.SumAsync(upload => upload.Length, cancellationToken)
        );
        var kept = await db
            .Models.IgnoreQueryFilters()
            .Where(model => model.OwnerKeyId == caller.KeyId)
            .SumAsync(model => model.FileSize, cancellationToken);
        // What is counted is the owner's, whether or not its dataset may still be seen.
        var underWay = await db
            .Evaluations.IgnoreQueryFilters()
            .Where(evaluation => evaluation.OwnerKeyId == caller.KeyId)
            .UnderWay()
            .CountAsync(cancellationToken);
        underWay += await db
            .Inquiries.IgnoreQueryFilters()
            .Where(inquiry => inquiry.OwnerKeyId == caller.KeyId)
            .UnderWay()
            .CountAsync(cancellationToken);
        var (tomorrow, nextMonth) = (day.AddDays(1), month.AddMonths(1));
        Balance[] all =
        [
            new(Attempts, own.AttemptsPerDay, used.GetValueOrDefault(Allowance.Attempt).OfDay, tomorrow),
            new(Evaluations, own.EvaluationsPerDay, used.GetValueOrDefault(Allowance.Evaluation).OfDay, tomorrow),
            new(EvaluationsOfMonth, own.EvaluationsPerMonth, used.GetValueOrDefault(Allowance.Evaluation).OfMonth, nextMonth),
            new(AtOnce, own.EvaluationsAtOnce, underWay, null),
            new(DeviceSeconds, own.DeviceSecondsPerDay, used.GetValueOrDefault(Allowance.DeviceSecond).OfDay, tomorrow),
            new(OpenUploads, own.OpenUploads, uploads, null),
            new(StoredBytes, own.StoredBytes, kept + announced, null),
        ];
        return [.. all.Where(balance => balance.Limit > 0)];
    }

    async Task<KeyLimits?> HoldAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (limits.Of(caller) is not { } own)
            return null;
        await db
            .Keys.Where(key => key.Id == caller.KeyId)
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, key => key.RevokedAt), cancellationToken);
        return own;
    }

    async Task RequireAsync(Caller caller, KeyLimits own, (string Name, double Amount)[] wanted, CancellationToken cancellationToken)
    {
        var balances = await BalancesAsync(caller, cancellationToken);
        foreach (var (name, amount) in wanted)
            if (balances.FirstOrDefault(balance => balance.Name == name) is { } balance && balance.Used + amount > balance.Limit)
                throw Reached(caller, balance, amount);
    }

    static RefusalException Reached(Caller caller, Balance balance, double amount) =>
        new(
            RefusalKind.LimitReached,
            "limit-reached",
            FormattableString.Invariant($"The key '{caller.Name}' has used {balance.Used:0.#} of {balance.Limit:0.#} ")
                + FormattableString.Invariant($"({balance.Name}), and this needs {Math.Ceiling(amount):0} more."),
            balance.ResetAt is { } reset
                ? $"Try again from {reset:yyyy-MM-dd HH:mm} UTC on, or ask the operator for more."
                : "Wait until something of yours ends, delete what you do not need, or ask the operator for more."
        )
        {
            RetryAt = balance.ResetAt,
        };

    void Add(Caller caller, Allowance allowance, Guid subject) => db.Ledger.Add(Entry(caller.KeyId, allowance, subject, 1, Now));

    static LedgerEntry Entry(Guid owner, Allowance allowance, Guid subject, double amount, DateTime now) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            ApiKeyId = owner,
            Allowance = allowance,
            SubjectId = subject,
            Amount = amount,
            At = now,
        };
}
