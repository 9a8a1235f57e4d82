using System.Text.Json;
using Bench.Metrics.Hierarchy;
using Bench.Metrics.Mistakes;
using Bench.Service.Inputs;

namespace Bench.Service.Labels;

/// <summary>Which classes are much alike: <c>{"superclasses": {"snake": ["n01728572", …]}, "collapsed": {"n02110063":
/// ["n02109961"]}}</c>. Either part may be absent.</summary>
/// <param name="Superclasses">Class ids by the name of their superclass; a class may be in several.</param>
/// <param name="Collapsed">By the id of a label the ids of the predictions that are as good; the other way round only
/// where it is said too.</param>
/// <remarks>Classes are named by id, for one file serves every dataset: what a dataset does not have is passed over.
/// Peychev et al. publish their superclasses with their code, Vasudevan et al. their eleven collapsed
/// classes.</remarks>
public sealed record ErrorRulesFile(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Superclasses,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Collapsed
)
{
    const int MostEntries = 1_000_000;

    /// <summary>Pairs of a label and a prediction that is as good.</summary>
    public int CollapsedPairs => Collapsed.Values.Sum(static predictions => predictions.Count);

    /// <exception cref="FormatException">The file is not written so, or says nothing.</exception>
    public static ErrorRulesFile Read(Stream content, string name)
    {
        var json = new JsonInput(name, content, static message => new FormatException(message));
        IReadOnlyDictionary<string, IReadOnlyList<string>>? superclasses = null,
            collapsed = null;
        json.Expect(JsonTokenType.StartObject, "an object");
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Is("superclasses"u8) && superclasses is null)
                superclasses = Lists(ref json, "a superclass");
            else if (json.Is("collapsed"u8) && collapsed is null)
                collapsed = Lists(ref json, "a label");
            else
                throw json.Refusal(
                    $"'{FirstTen.Printable(json.Text("a name"))}' is unknown here, or appears twice; superclasses and collapsed are known"
                );
        }
        json.End();
        var rules = new ErrorRulesFile(superclasses ?? Nothing, collapsed ?? Nothing);
        return rules.Superclasses.Count + rules.Collapsed.Count > 0
            ? rules
            : throw new FormatException($"{name} names no superclass and no collapsed class");
    }

    /// <summary>Refuses nonsense when a file is registered; one that was taken before is read as it is.</summary>
    /// <exception cref="FormatException">A list is empty, has a class twice, or a label is collapsed into
    /// itself.</exception>
    public void RequireSense()
    {
        foreach (var (name, members) in Superclasses.Concat(Collapsed))
            if (members.Count == 0)
                throw new FormatException($"the list of '{FirstTen.Printable(name)}' is empty");
            else if (members.GroupBy(each => each, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
                throw new FormatException($"the list of '{FirstTen.Printable(name)}' has '{FirstTen.Printable(twice.Key)}' twice");
        foreach (var (label, predictions) in Collapsed)
            if (predictions.Contains(label))
                throw new FormatException($"'{FirstTen.Printable(label)}' is collapsed into itself");
    }

    /// <summary>The relations of some classes: superclasses of the file, or of the hierarchy where the file has none of
    /// these classes; null where neither has.</summary>
    /// <param name="rules">The registered file.</param>
    /// <param name="hierarchy">The is-a hierarchy of the same classes.</param>
    /// <param name="classes">[C] their ids.</param>
    public static ClassRelations? Relations(ErrorRulesFile? rules, ClassHierarchy? hierarchy, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var place = classes.Index().ToDictionary(each => each.Item, each => each.Index, StringComparer.Ordinal);
        var superclasses = Enumerable.Range(0, classes.Count).Select(_ => new List<int>()).ToArray();
        var known = false;
        foreach (var (number, members) in (rules?.Superclasses.Values ?? []).Index())
        foreach (var member in members)
            if (place.TryGetValue(member, out var index))
            {
                superclasses[index].Add(number);
                known = true;
            }
        var pairs = (rules?.Collapsed ?? Nothing)
            .SelectMany(label =>
                label.Value.Select(predicted =>
                    (Label: place.GetValueOrDefault(label.Key, -1), Predicted: place.GetValueOrDefault(predicted, -1))
                )
            )
            .Where(pair => pair is { Label: >= 0, Predicted: >= 0 });
        if (known)
            return ClassRelations.Of(superclasses, pairs);
        return hierarchy is null ? null : ClassRelations.Derive(hierarchy, pairs);
    }

    static IReadOnlyDictionary<string, IReadOnlyList<string>> Nothing { get; } = new Dictionary<string, IReadOnlyList<string>>();

    static Dictionary<string, IReadOnlyList<string>> Lists(ref JsonInput json, string what)
    {
        var lists = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var entries = 0;
        json.Expect(JsonTokenType.StartObject, "an object");
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            var name = json.Text(what);
            var members = new List<string>();
            json.Expect(JsonTokenType.StartArray, $"the list of {what}");
            while (json.Read() && json.Token != JsonTokenType.EndArray)
            {
                if (++entries > MostEntries)
                    throw json.Refusal($"there are more than {MostEntries:N0} classes");
                members.Add(json.Text($"a class id of '{FirstTen.Printable(name)}'"));
            }
            if (!lists.TryAdd(name, members))
                throw json.Refusal($"'{FirstTen.Printable(name)}' appears twice");
        }
        return lists;
    }
}
