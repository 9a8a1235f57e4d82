namespace Bench.Service.Work;

/// <summary>An owner for whom something waits in a rank of a line.</summary>
/// <param name="Owner">Whose it is; null for the service's own.</param>
/// <param name="Had">Seconds that the owner has had.</param>
/// <param name="Running">Items that a worker has.</param>
/// <param name="Own">Seconds by the owner's own account, which may be behind the line.</param>
/// <param name="Since">When the oldest of those that wait was made.</param>
readonly record struct WaitingOwner(Guid? Owner, double Had, int Running, double Own, DateTime? Since)
{
    /// <summary>Deals turns one by one, each to who had least, then to who is worked for least, then to who had least by the own account,
    /// then to who waits longest.</summary>
    /// <remarks>The own account tells who has never had a turn: of a crowd that is looked at in parts the last to come would else wait for
    /// as long as older ones come back.</remarks>
    /// <param name="owners">Those who wait, at least one. How much each waits for is not known: the turns that one does not need are dealt
    /// again.</param>
    /// <param name="turns">How many there are to deal.</param>
    /// <returns>Every owner in the order of the first turn, those without one last, with the turns dealt.</returns>
    public static IReadOnlyList<(Guid? Owner, int Turns)> Deal(IReadOnlyList<WaitingOwner> owners, int turns)
    {
        var order = owners
            .OrderBy(each => each.Had)
            .ThenBy(each => each.Running)
            .ThenBy(each => each.Own)
            .ThenBy(each => each.Since)
            .ToList();
        var dealt = new int[order.Count];
        for (var left = turns; left > 0; left--)
        {
            var next = -1;
            for (var i = 0; i < order.Count; i++)
                if (next < 0 || IsBefore(order[i], dealt[i], order[next], dealt[next]))
                    next = i;
            dealt[next]++;
        }
        return [.. order.Select((each, i) => (each.Owner, dealt[i]))];
    }

    static bool IsBefore(WaitingOwner one, int dealtOne, WaitingOwner other, int dealtOther) =>
        (one.Had + (dealtOne * FairShares.Entry), one.Running + dealtOne).CompareTo(
            (other.Had + (dealtOther * FairShares.Entry), other.Running + dealtOther)
        ) < 0;
}
