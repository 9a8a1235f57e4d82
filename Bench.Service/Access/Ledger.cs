using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Evaluations;
using Bench.Data.Inquiries;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Access;

/// <summary>Use of the allowances by keys, and what is left of them.</summary>
/// <remarks>
/// A reservation takes the key's row, and those of its teams that have limits, until the caller's transaction ends,
/// counts, and writes its entries: of any number of requests at once exactly as many pass as are left. A transaction
/// that is rolled back has reserved nothing.
/// </remarks>
public sealed class Ledger(BenchDb db, LimitOptions limits, KeyTurns turns, TimeProvider time)
{
    public const string Attempts = "attempts-day",
        Evaluations = "evaluations-day",
        EvaluationsOfMonth = "evaluations-month",
        AtOnce = "evaluations-at-once",
        DeviceSeconds = "device-seconds-day",
        OpenUploads = "open-uploads",
        StoredBytes = "stored-bytes";

    static readonly string[] All = [Attempts, Evaluations, EvaluationsOfMonth, AtOnce, DeviceSeconds, OpenUploads, StoredBytes];

    DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>The time that a device worked for an owner; it is counted when it is over.</summary>
    /// <param name="subject">The evaluation or inquiry.</param>
    public static LedgerEntry DeviceTime(Guid owner, Guid subject, TimeSpan took, DateTime now) =>
        Entry(owner, Allowance.DeviceSecond, subject, took.TotalSeconds, now);

    /// <summary>Waits for the caller's turn, which ends when it is disposed of. Take it before the transaction that reserves
    /// begins.</summary>
    public Task<IDisposable> TurnAsync(Caller caller, CancellationToken cancellationToken) =>
        turns.WaitAsync(caller.KeyId, cancellationToken);

    /// <summary>Reserves an attempt for a new model. Call inside the transaction that adds it.</summary>
    /// <param name="caller">Whose it is.</param>
    /// <param name="model">The model.</param>
    /// <param name="bytes">Bytes of its file that are not counted yet.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RefusalException">A limit is reached.</exception>
    public async Task ReserveAttemptAsync(Caller caller, Guid model, long bytes, CancellationToken cancellationToken)
    {
        if (caller.IsOperator)
            return;
        await HoldAndRequireAsync(caller, Attempt(bytes), cancellationToken);
        Add(caller, Allowance.Attempt, model);
    }

    /// <summary>Requires what <see cref="ReserveAttemptAsync"/> will, and reserves nothing: before work that would be in vain. Of requests
    /// at once more may pass than are left.</summary>
    /// <exception cref="RefusalException">A limit is reached.</exception>
    public async Task RequireAttemptAsync(Caller caller, long bytes, CancellationToken cancellationToken)
    {
        if (!caller.IsOperator)
            await RequireAsync(caller, Attempt(bytes), await TeamsAsync(caller, cancellationToken), cancellationToken);
    }

    /// <summary>Reserves new evaluations, or an evaluation that is tried again. Call inside the transaction that adds
    /// them.</summary>
    /// <inheritdoc cref="ReserveAttemptAsync"/>
    public async Task ReserveEvaluationsAsync(Caller caller, IReadOnlyCollection<Guid> evaluations, CancellationToken cancellationToken)
    {
        if (evaluations.Count == 0 || caller.IsOperator)
            return;
        var count = evaluations.Count;
        await HoldAndRequireAsync(
            caller,
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
        if (!caller.IsOperator)
            await HoldAndRequireAsync(caller, [(OpenUploads, 1), (StoredBytes, bytes)], cancellationToken);
    }

    /// <summary>The caller's balance of each of its limits, own or of its teams, whichever leaves least; empty for a caller
    /// without limits.</summary>
    public async Task<IReadOnlyList<Balance>> BalancesAsync(Caller caller, CancellationToken cancellationToken) =>
        await BalancesAsync(caller, await TeamsAsync(caller, cancellationToken), All, cancellationToken);

    async Task<IReadOnlyList<Balance>> BalancesAsync(
        Caller caller,
        IReadOnlyList<(Guid Id, string Name, TeamLimits Limits)> teams,
        IReadOnlyCollection<string> wanted,
        CancellationToken cancellationToken
    )
    {
        if (await LimitsAsync(caller, cancellationToken) is not { } own)
            return [];
        var all = await BalancesAsync([caller.KeyId], own, null, wanted, cancellationToken);
        foreach (var (id, name, shared) in teams)
        {
            var keys = await db
                .TeamMembers.IgnoreQueryFilters()
                .Where(member => member.TeamId == id)
                .Select(member => member.KeyId)
                .ToListAsync(cancellationToken);
            all = [.. all, .. await BalancesAsync(keys, shared, name, wanted, cancellationToken)];
        }
        return [.. all.GroupBy(balance => balance.Name).Select(same => same.MinBy(balance => balance.Left)!)];
    }

    /// <summary>A name in the settings is a key's that an operator has named, not a person's who calls himself so.</summary>
    async Task<KeyLimits?> LimitsAsync(Caller caller, CancellationToken cancellationToken) =>
        limits.Of(
            caller,
            isNamed: limits.Keys.ContainsKey(caller.Name)
                && await db.Keys.AnyAsync(key => key.Id == caller.KeyId && key.Subject == null, cancellationToken)
        );

    /// <summary>The caller's teams that have limits.</summary>
    async Task<IReadOnlyList<(Guid Id, string Name, TeamLimits Limits)>> TeamsAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (limits.Teams.Count == 0)
            return [];
        var teams = await db
            .TeamMembers.IgnoreQueryFilters()
            .Where(member => member.KeyId == caller.KeyId)
            .Join(db.Teams.IgnoreQueryFilters(), member => member.TeamId, team => team.Id, (_, team) => new { team.Id, team.Name })
            .OrderBy(team => team.Id)
            .ToListAsync(cancellationToken);
        return
        [
            .. from team in teams
            let shared = limits.OfTeam(team.Id, team.Name)
            where shared is not null
            select (team.Id, team.Name, shared),
        ];
    }

    /// <summary>Only what is wanted and limited is asked of the database: a request that needs one balance pays for one.</summary>
    async Task<IReadOnlyList<Balance>> BalancesAsync(
        IReadOnlyCollection<Guid> keys,
        KeyLimits own,
        string? team,
        IReadOnlyCollection<string> wanted,
        CancellationToken cancellationToken
    )
    {
        var (day, month) = (Now.Date, new DateTime(Now.Year, Now.Month, 1, 0, 0, 0, DateTimeKind.Utc));
        var (tomorrow, nextMonth) = (day.AddDays(1), month.AddMonths(1));
        Dictionary<Allowance, (double OfDay, double OfMonth)>? used = null;
        (string Name, double Limit, DateTime? ResetAt, Func<Task<double>> Used)[] all =
        [
            (Attempts, own.AttemptsPerDay, tomorrow, async () => (await OfLedgerAsync(Allowance.Attempt)).OfDay),
            (Evaluations, own.EvaluationsPerDay, tomorrow, async () => (await OfLedgerAsync(Allowance.Evaluation)).OfDay),
            (EvaluationsOfMonth, own.EvaluationsPerMonth, nextMonth, async () => (await OfLedgerAsync(Allowance.Evaluation)).OfMonth),
            (AtOnce, own.EvaluationsAtOnce, null, async () => await UnderWayAsync(keys, cancellationToken)),
            (DeviceSeconds, own.DeviceSecondsPerDay, tomorrow, async () => (await OfLedgerAsync(Allowance.DeviceSecond)).OfDay),
            (OpenUploads, own.OpenUploads, null, async () => await Open(keys).CountAsync(cancellationToken)),
            (StoredBytes, own.StoredBytes, null, async () => await StoredAsync(keys, cancellationToken)),
        ];
        var balances = new List<Balance>();
        foreach (var (name, limit, resetAt, usedAsync) in all)
            if (limit > 0 && wanted.Contains(name))
                balances.Add(new Balance(name, limit, await usedAsync(), resetAt, team));
        return balances;

        async Task<(double OfDay, double OfMonth)> OfLedgerAsync(Allowance allowance) =>
            (used ??= await UsedAsync(keys, day, month, cancellationToken)).GetValueOrDefault(allowance);
    }

    Task<Dictionary<Allowance, (double OfDay, double OfMonth)>> UsedAsync(
        IReadOnlyCollection<Guid> keys,
        DateTime day,
        DateTime month,
        CancellationToken cancellationToken
    ) =>
        db
            .Ledger.AsNoTracking()
            .Where(entry => keys.Contains(entry.ApiKeyId) && entry.RefundedAt == null && entry.At >= month)
            .GroupBy(entry => entry.Allowance)
            .Select(same => new
            {
                same.Key,
                OfDay = same.Sum(entry => entry.At >= day ? entry.Amount : 0),
                OfMonth = same.Sum(entry => entry.Amount),
            })
            .ToDictionaryAsync(same => same.Key, same => (same.OfDay, same.OfMonth), cancellationToken);

    IQueryable<Upload> Open(IReadOnlyCollection<Guid> keys) =>
        db.Uploads.Where(upload => keys.Contains(upload.ApiKeyId) && upload.ExpiresAt > Now);

    async Task<long> StoredAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken) =>
        await Open(keys).SumAsync(upload => upload.Length, cancellationToken)
        + await db
            .Models.IgnoreQueryFilters()
            .Where(model => model.OwnerKeyId != null && keys.Contains(model.OwnerKeyId.Value))
            .SumAsync(model => model.FileSize, cancellationToken);

    /// <summary>What is counted is the owner's, whether or not its dataset may still be seen.</summary>
    async Task<int> UnderWayAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken) =>
        await db
            .Evaluations.IgnoreQueryFilters()
            .Where(evaluation => evaluation.OwnerKeyId != null && keys.Contains(evaluation.OwnerKeyId.Value))
            .UnderWay()
            .CountAsync(cancellationToken)
        + await db
            .Inquiries.IgnoreQueryFilters()
            .Where(inquiry => inquiry.OwnerKeyId != null && keys.Contains(inquiry.OwnerKeyId.Value))
            .UnderWay()
            .CountAsync(cancellationToken);

    async Task HoldAndRequireAsync(Caller caller, (string Name, double Amount)[] wanted, CancellationToken cancellationToken)
    {
        await db
            .Keys.Where(key => key.Id == caller.KeyId)
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, key => key.RevokedAt), cancellationToken);
        // The key is taken first and then the teams in the order of their ids: no two transactions wait for each other.
        var teams = await TeamsAsync(caller, cancellationToken);
        foreach (var (id, _, _) in teams)
            await db
                .Teams.IgnoreQueryFilters()
                .Where(team => team.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(team => team.Name, team => team.Name), cancellationToken);
        await RequireAsync(caller, wanted, teams, cancellationToken);
    }

    static (string Name, double Amount)[] Attempt(long bytes) => bytes > 0 ? [(Attempts, 1), (StoredBytes, bytes)] : [(Attempts, 1)];

    async Task RequireAsync(
        Caller caller,
        (string Name, double Amount)[] wanted,
        IReadOnlyList<(Guid Id, string Name, TeamLimits Limits)> teams,
        CancellationToken cancellationToken
    )
    {
        var balances = await BalancesAsync(caller, teams, [.. wanted.Select(one => one.Name)], cancellationToken);
        foreach (var (name, amount) in wanted)
            if (balances.FirstOrDefault(balance => balance.Name == name) is { } balance && balance.Used + amount > balance.Limit)
                throw Reached(caller, balance, amount);
    }

    static RefusalException Reached(Caller caller, Balance balance, double amount) =>
        new(
            RefusalKind.LimitReached,
            "limit-reached",
            (balance.Team is { } team ? $"The team '{team}'" : $"The key '{caller.Name}'")
                + FormattableString.Invariant($" has used {balance.Used:0.#} of {balance.Limit:0.#} ")
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
