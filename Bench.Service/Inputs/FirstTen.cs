namespace Bench.Service.Inputs;

/// <summary>Counts offenders and remembers the first ten, for messages that name them.</summary>
/// <remarks>Names come from files and uploads: they are cut at 200 characters and stripped of control
/// characters.</remarks>
public sealed class FirstTen
{
    const int Kept = 10;
    const int LongestName = 200;

    readonly List<string> _names = new(Kept);

    public int Count { get; private set; }

    public bool Any => Count > 0;

    /// <summary>The first name; empty where there is none.</summary>
    public string First => _names.FirstOrDefault("");

    public static FirstTen Of(IEnumerable<string> names)
    {
        var offenders = new FirstTen();
        foreach (var name in names)
            offenders.Add(name);
        return offenders;
    }

    public void Add(string name)
    {
        if (Count++ < Kept)
            _names.Add(Printable(name));
    }

    /// <summary>A name from outside, fit to be in a message.</summary>
    public static string Printable(string name)
    {
        var cut = name.Length > LongestName ? OneLine.Cut(name, LongestName) + "…" : name;
        return cut.Any(char.IsControl) ? string.Concat(cut.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : cut;
    }

    /// <summary><c>a, b, c</c>, or <c>a, b, …, j and 7 more</c>.</summary>
    public override string ToString() => string.Join(", ", _names) + (Count > _names.Count ? $" and {Count - _names.Count:N0} more" : "");
}
