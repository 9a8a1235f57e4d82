using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Service.Refusals;
using Bench.Service.Work;
using Microsoft.Extensions.Options;

namespace Bench.Workers.CommandLine;

/// <summary>How a command ends: what a person or a script reads, and the exit status.</summary>
internal static class CommandOutcome
{
    /// <summary>It could not be done, and the code says why.</summary>
    public const int Failed = 1;

    /// <summary>As shells say of a program that was interrupted.</summary>
    public const int Cancelled = 130;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Has a command end as all do: see <see cref="OfAsync"/>.</summary>
    /// <param name="json">The option that asks for JSON.</param>
    public static void SetReport(this Command command, Option<bool> json, Func<ParseResult, CancellationToken, Task> run) =>
        command.SetAction((arguments, cancellationToken) => OfAsync(arguments.GetValue(json), () => run(arguments, cancellationToken)));

    /// <summary>Has a command end as all do, and print what it made: as JSON where that is asked for, else for a
    /// person.</summary>
    /// <param name="json">The option that asks for JSON.</param>
    /// <param name="run">Makes the report.</param>
    /// <param name="print">Prints it for a person.</param>
    public static void SetReport<T>(
        this Command command,
        Option<bool> json,
        Func<ParseResult, CancellationToken, Task<T>> run,
        Action<T> print
    ) =>
        command.SetReport(
            json,
            async (arguments, cancellationToken) =>
            {
                var report = await run(arguments, cancellationToken);
                if (arguments.GetValue(json))
                    Write(report);
                else
                    print(report);
            }
        );

    /// <summary>Runs the command and turns what it throws into words and a status.</summary>
    public static async Task<int> OfAsync(bool json, Func<Task> command)
    {
        try
        {
            await command();
            return 0;
        }
        catch (FailureException error)
        {
            return Tell(error.Failure, json);
        }
        catch (RefusalException error)
        {
            return Tell(error.Failure, json);
        }
        catch (OptionsValidationException error)
        {
            return Tell(new Failure("settings-invalid", error.Message, "Correct the setting; docs/operate.md lists them."), json);
        }
        catch (Exception error) when (TransientFault.Is(error))
        {
            return Tell(
                new Failure(
                    "database-unavailable",
                    $"The database or the store does not answer: {error.GetBaseException().Message}",
                    "See whether it runs and is reached from here, then run the command again."
                ),
                json
            );
        }
        catch (Exception error) when (StorageFault.IsRefused(error))
        {
            return Tell(
                new Failure(
                    "store-refused",
                    $"A file may not be read or written: {StorageFault.Reason(error)}",
                    $"Give the user '{Environment.UserName}' the right to it, or give it another place, then run the command again."
                ),
                json
            );
        }
        catch (Exception error) when (StorageFault.Is(error))
        {
            return Tell(
                new Failure(
                    "storage-full",
                    $"Nothing more can be written: {error.GetBaseException().Message}",
                    "Free some room there, or give it another place, then run the command again."
                ),
                json
            );
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("cancelled");
            return Cancelled;
        }
    }

    public static void Write<T>(T report) => Console.Out.WriteLine(JsonSerializer.Serialize(report, Json));

    static int Tell(Failure failure, bool json)
    {
        if (json)
            Write(new { Error = failure });
        Console.Error.WriteLine($"{failure.Code}: {failure.Message}");
        Console.Error.WriteLine(failure.NextStep);
        return Failed;
    }
}
