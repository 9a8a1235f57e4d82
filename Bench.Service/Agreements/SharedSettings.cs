namespace Bench.Service.Agreements;

/// <summary>Settings that mean the same only where every process that has them has the same.</summary>
/// <param name="Name">Under which they are compared, at most 20 characters.</param>
/// <param name="Words">What an operator knows them as.</param>
/// <param name="Read">This process's own, as a record that JSON can hold.</param>
public sealed record SharedSettings(string Name, string Words, Func<IServiceProvider, object> Read);
