using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;

namespace Bench.Tests.Repository;

/// <summary>A type of one namespace needs a type of another.</summary>
sealed record NamespaceArrow(string From, string To, string User, string Used);

/// <summary>Which namespaces of an assembly need which: from signatures and method bodies, and from the usings of its sources, which also
/// show constants.</summary>
sealed partial class NamespaceNeeds(IReadOnlyCollection<NamespaceArrow> arrows)
{
    const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    static readonly Dictionary<short, OperandType> Operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value, code => code.OperandType);

    public IReadOnlyCollection<NamespaceArrow> Arrows { get; } = arrows;

    public static NamespaceNeeds Of(Assembly assembly)
    {
        var arrows = new Dictionary<(string, string), NamespaceArrow>();
        var name = assembly.GetName().Name!;
        // What generators write lies in the framework's namespaces.
        foreach (var user in assembly.GetTypes().Where(type => Outer(type).Namespace?.StartsWith(name, StringComparison.Ordinal) == true))
        foreach (var used in UsedBy(user).SelectMany(Parts).Where(used => used.Assembly == assembly))
            Add(Outer(user).Namespace, Outer(used).Namespace, Outer(user).Name, Outer(used).Name);
        var folder = Path.Combine(Checkout.Root, name) + Path.DirectorySeparatorChar;
        var known = arrows.Keys.SelectMany(pair => new[] { pair.Item1, pair.Item2 }).ToHashSet();
        foreach (
            var file in Checkout
                .Files()
                .Where(file => file.StartsWith(folder, StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))
        )
        {
            var text = File.ReadAllText(file);
            foreach (var used in Using().Matches(text).Select(match => match.Groups[1].Value).Where(known.Contains))
                Add(Own().Match(text).Groups[1].Value, used, Path.GetFileNameWithoutExtension(file), "(using)");
        }
        return new(arrows.Values);

        void Add(string? from, string? to, string user, string used)
        {
            if (!string.IsNullOrEmpty(from) && !string.IsNullOrEmpty(to) && from != to)
                arrows.TryAdd((from, to), new(from, to, $"{from}.{user}", $"{to}.{used}"));
        }
    }

    /// <summary>The first shortest cycle, with its last arrow; null when there is none.</summary>
    public string? Cycle()
    {
        var next = Arrows
            .OrderBy(arrow => arrow.From, StringComparer.Ordinal)
            .ThenBy(arrow => arrow.To, StringComparer.Ordinal)
            .ToLookup(arrow => arrow.From);
        foreach (var start in next.Select(group => group.Key))
            if (Way(start) is { } way)
                return $"{string.Join(" → ", way.Select(arrow => arrow.From).Append(start))}; {way[^1].User} → {way[^1].Used} closes it";
        return null;

        List<NamespaceArrow>? Way(string start)
        {
            var ways = new Queue<List<NamespaceArrow>>(next[start].Select(arrow => new List<NamespaceArrow> { arrow }));
            var seen = new HashSet<string>();
            while (ways.TryDequeue(out var way))
            {
                if (way[^1].To == start)
                    return way;
                if (seen.Add(way[^1].To))
                    foreach (var arrow in next[way[^1].To])
                        ways.Enqueue([.. way, arrow]);
            }
            return null;
        }
    }

    static IEnumerable<Type> UsedBy(Type type) =>
        [
            .. type.BaseType is { } parent ? [parent] : Array.Empty<Type>(),
            .. type.GetInterfaces(),
            .. type.GetFields(Declared).Select(field => field.FieldType),
            .. type.GetMethods(Declared).SelectMany(method => Signature(method).Append(method.ReturnType).Concat(Body(method))),
            .. type.GetConstructors(Declared).SelectMany(constructor => Signature(constructor).Concat(Body(constructor))),
        ];

    static IEnumerable<Type> Signature(MethodBase method) => method.GetParameters().Select(parameter => parameter.ParameterType);

    static IEnumerable<Type> Body(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
            yield break;
        foreach (var local in body.LocalVariables)
            yield return local.LocalType;
        foreach (var token in Tokens(body.GetILAsByteArray()!))
        {
            var member = Resolve(method, token);
            if (member is Type type)
                yield return type;
            if (member?.DeclaringType is { } declaring)
                yield return declaring;
            if (member is MethodInfo { IsGenericMethod: true } called)
                foreach (var argument in called.GetGenericArguments())
                    yield return argument;
        }
    }

    static MemberInfo? Resolve(MethodBase method, int token) =>
        method.Module.ResolveMember(
            token,
            method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
            method.IsGenericMethod ? method.GetGenericArguments() : null
        );

    static IEnumerable<int> Tokens(byte[] il)
    {
        for (var at = 0; at < il.Length; )
        {
            short code = il[at++];
            if (code == 0xFE)
                code = (short)(0xFE00 | il[at++]);
            var operand = Operands[code];
            if (operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
                yield return BitConverter.ToInt32(il, at);
            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(il, at),
                _ => 4,
            };
        }
    }

    /// <summary>The types that a type is made of: elements of arrays and arguments of generic types.</summary>
    static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType && !type.IsGenericTypeDefinition
            ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    static Type Outer(Type type) => type.DeclaringType is { } outer ? Outer(outer) : type;

    [GeneratedRegex(@"^using ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Own();
}
