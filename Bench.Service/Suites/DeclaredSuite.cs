namespace Bench.Service.Suites;

/// <summary>A suite from a file.</summary>
/// <param name="Declaration">What it says.</param>
/// <param name="Version">Its version, which the file raises with every change.</param>
/// <param name="File">Name of the file, for messages.</param>
public sealed record DeclaredSuite(SuiteDeclaration Declaration, int Version, string File);
